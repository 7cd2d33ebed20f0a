using System.Globalization;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// The request as the next hop gets it (RFC 3261 §16.6); what is not named here goes out byte for byte.
/// </summary>
internal static class ForwardedRequest
{
    private static readonly byte[] DefaultMaxForwards = "70"u8.ToArray();

    public static OutgoingMessage Make(
        CallTurn turn, SipMessage request, Flow from, ClientBranch branch, in RequestChanges changes = default)
    {
        var hop = branch.Hop!;
        var settings = turn.Settings;
        var routes = RouteSet.Read(request, turn.Env);
        var editor = new MessageEditor(request);
        if (!Text.Same(request.RequestUriText.Span, branch.Target))
            editor.ReplaceRequestUri(Text.ToBytes(branch.Target));
        if (routes.LastValueTaken) editor.RemoveLastValue(HeaderName.Route);
        if (routes.OwnValues > 0) editor.RemoveFirstValues(HeaderName.Route, routes.OwnValues);
        if (branch.Path is not null)
            editor.PrependLines(HeaderName.Route, Text.ToBytes($"Route: {branch.Path}\r\n"));
        editor.Set(HeaderName.MaxForwards, request.MaxForwards is { } left ? Number(left - 1) : DefaultMaxForwards);
        RemoveOurCredentials(request, ref editor, settings);
        if (changes.Contact is { } contact) editor.AppendLines(Text.ToBytes(contact));
        else if (MakesDialog(request))
            editor.PrependLines(HeaderName.RecordRoute, RecordRoute(turn, from, hop));
        SetBreadth(request, ref editor, branch.Breadth);
        if (changes.Route is { } route) HeaderEdits.Apply(request, ref editor, route);
        BodyLength.Add(request, ref editor);
        editor.PrependLines(HeaderName.Via, ViaLine(settings.Listeners[hop.Listener], branch.Branch));
        return editor.Build();
    }

    /// <summary>Every proxied request has one Max-Breadth (RFC 5393 §5.3.3).</summary>
    private static void SetBreadth(SipMessage request, ref MessageEditor editor, int breadth)
    {
        if (request.TryGet(HeaderName.MaxBreadth, out _)) editor.Remove(HeaderName.MaxBreadth);
        editor.AppendLines(Text.ToBytes($"Max-Breadth: {breadth.ToString(CultureInfo.InvariantCulture)}\r\n"));
    }

    /// <summary>
    /// Whether we must stay on the path: requests that make a dialog (RFC 3261 §16.6 step 4, RFC 6665, RFC 3515).
    /// </summary>
    private static bool MakesDialog(SipMessage request) => request.Method switch
    {
        SipMethod.Invite or SipMethod.Subscribe or SipMethod.Refer => request.ToTag.IsEmpty,
        SipMethod.Notify => true,
        _ => false,
    };

    private static byte[] ViaLine(ListenerAddress listener, string branch) =>
        Text.ToBytes($"Via: SIP/2.0/{Name(listener.Transport)} {listener.Advertise};branch={branch}\r\n");

    /// <summary>
    /// One value, or two when transport, address or family differ on the two sides (RFC 5658); the outgoing side on
    /// top.
    /// </summary>
    private static byte[] RecordRoute(CallTurn turn, Flow from, Hop to)
    {
        var token = turn.NextToken(TokenPurpose.RecordRoute, to.Relay);
        var lines = new StringBuilder(256);
        var outgoing = turn.Settings.Listeners[to.Listener];
        var incoming = turn.Settings.Listeners[from.Listener];
        Append(lines, token, outgoing);
        if (outgoing.Transport != incoming.Transport || outgoing.RouteHost != incoming.RouteHost
            || outgoing.IsIPv6 != incoming.IsIPv6) Append(lines, token, incoming);
        return Text.ToBytes(lines.ToString());
    }

    private static void Append(StringBuilder lines, byte[] token, ListenerAddress listener)
    {
        lines.Append("Record-Route: <sip:").Append(Text.Of(token)).Append('@').Append(listener.RouteHost);
        if (listener.Transport != SipTransport.Udp)
            lines.Append(";transport=").Append(Name(listener.Transport).ToLowerInvariant());
        lines.Append(";lr>\r\n");
    }

    /// <summary>
    /// Credentials for our realm have done their work and are nobody else's business (RFC 3261 §22.3).
    /// </summary>
    private static void RemoveOurCredentials(SipMessage request, ref MessageEditor editor, EngineSettings settings)
    {
        if (!request.TryGet(HeaderName.ProxyAuthorization, out _)) return;
        for (var i = 0; i < request.HeaderCount; i++)
        {
            var field = request.Header(i);
            if (field.Name == HeaderName.ProxyAuthorization && DigestCredentials.TryParse(field.Value, out var given)
                && given!.Realm == settings.Domains.Primary)
                editor.RemoveField(i);
        }
    }

    private static byte[] Number(int value) => Text.ToBytes(value.ToString(CultureInfo.InvariantCulture));

    private static string Name(SipTransport transport) => transport switch
    {
        SipTransport.Tcp => "TCP",
        SipTransport.Tls => "TLS",
        SipTransport.Ws => "WS",
        SipTransport.Wss => "WSS",
        _ => "UDP",
    };
}
