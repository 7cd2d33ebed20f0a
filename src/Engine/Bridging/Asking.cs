using System.Globalization;
using System.Text;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>
/// The requests of a leg. Each is a response context that came from no wire: its branches are forwarded, repeated,
/// given up and cancelled as those of a proxied request are, and what comes of them goes to <see
/// cref="LegResponses"/>.
/// </summary>
internal static class Asking
{
    /// <summary>
    /// The INVITE that begins a leg, without a target yet; returns its context's number, which is the leg's Invite.
    /// </summary>
    public static int Invite(CallTurn turn, Leg leg, string uri, in LegRequest request)
    {
        var offered = request.Body.Length > 0;
        var number = turn.State.LastContext + 1;
        leg = leg with { CSeq = 1, Invite = number, Phase = LegPhase.Inviting, Offered = offered };
        var body = Sdp.For(ref leg, request.Body);
        Legs.Add(turn, leg);
        return Open(turn, leg, uri, request with { Body = body });
    }

    /// <summary>A request in the leg's dialog; it goes out at once.</summary>
    public static int InDialog(CallTurn turn, int number, LegRequest request)
    {
        var leg = Legs.Get(turn, number);
        leg = leg with { CSeq = leg.CSeq + 1 };
        if (request.Method == "INVITE") leg = leg with { Offered = request.Body.Length > 0 };
        request = request with { Body = Sdp.For(ref leg, request.Body) };
        Legs.Set(turn, leg);
        var target = Target(leg);
        var context = Open(turn, leg, target.Uri, request);
        Forwarding.Add(turn, context, target);
        Forwarding.Start(turn, context);
        return context;
    }

    /// <summary>
    /// Our ACK to the 2xx that waits for it (RFC 3261 §13.2.2.4); kept for the 2xx that comes again.
    /// </summary>
    public static void Acknowledge(CallTurn turn, int number, string body = "")
    {
        var leg = Legs.Get(turn, number);
        if (leg.AckDue == 0) return;
        body = Sdp.For(ref leg, body);
        var target = Target(leg);
        var request = new LegRequest("ACK", Sdp.TypeLine(body), body);
        var message = Parse(Write(leg, target.Uri, leg.AckDue, request));
        var hop = Forwarding.NextHopOf(target, turn.Settings).Hop ?? leg.Far!.Hop;
        var branch = new ClientBranch
        {
            Branch = Text.Of(turn.NextToken(TokenPurpose.Branch, hop.Relay)),
            Target = target.Uri,
            Hop = hop,
            Path = target.Path,
        };
        var ack = ForwardedRequest.Make(turn, message, leg.Home, branch);
        turn.Effects.Add(Outgoing.Request(turn, ack, hop, Retransmission.None));
        Legs.Set(turn, leg with { AckedCSeq = leg.AckDue, Ack = ack, AckDue = 0, OfferHeld = null });
    }

    /// <summary>The same ACK to the same 2xx.</summary>
    public static void AcknowledgeAgain(CallTurn turn, Leg leg)
    {
        if (leg.Ack is not { } ack) return;
        var hop = Forwarding.NextHopOf(Target(leg), turn.Settings).Hop ?? leg.Far!.Hop;
        turn.Effects.Add(Outgoing.Request(turn, ack, hop, Retransmission.None));
    }

    private static int Open(CallTurn turn, Leg leg, string uri, in LegRequest request)
    {
        var message = Parse(Write(leg, uri, leg.CSeq, request));
        var context = new ResponseContext
        {
            Number = turn.State.LastContext + 1,
            Branch = "",
            SentBy = "",
            Method = request.Method,
            Transaction = "",
            CSeq = leg.CSeq,
            FromTag = leg.LocalTag,
            RequestUri = uri,
            Request = message,
            Flow = leg.Home,
            // RFC 7332 §6: what the caller's request allows, ours allows.
            Breadth = request.Serves == 0 ? turn.Limits.MaxBreadth : turn.Context(request.Serves).Breadth,
            InDialog = leg.Far is null ? 0 : leg.Invite,
            AskedBy = leg.Number,
            Serves = request.Serves,
        };
        turn.Add(context);
        return context.Number;
    }

    /// <summary>RFC 3261 §12.2.1.1: the remote target, by way of the route set.</summary>
    private static ForwardTarget Target(Leg leg)
    {
        var far = leg.Far ?? throw new InvalidOperationException("a dialog has another end");
        var uri = far.Targets.IsEmpty ? $"sip:{far.Hop.Flow?.Remote ?? far.Hop.Address}" : far.Targets[^1];
        var first = leg.Routes.IsEmpty ? null : UriOf(leg.Routes[0]);
        return new ForwardTarget
        {
            Uri = uri,
            Path = leg.Routes.IsEmpty ? null : string.Join(", ", leg.Routes),
            PathUri = first,
            Hop = SipUri.TryParse(first ?? uri, out var next) ? Proxy.InDialog.HopTo(far, next!) : far.Hop,
            Relay = far.Hop.Relay,
            Listener = far.Hop.Listener,
        };
    }

    private static string? UriOf(string nameAddr) =>
        NameAddr.TryParse(Text.ToBytes(nameAddr), out var value) ? value!.Uri.ToString() : null;

    /// <summary>Contact, Via and Route are put on when the hop is known.</summary>
    private static byte[] Write(Leg leg, string uri, uint cseq, in LegRequest request)
    {
        var far = leg.Far is null ? "" : $";tag={leg.Far.Tag}";
        var text = new StringBuilder(256 + request.Lines.Length + request.Body.Length);
        text.Append(CultureInfo.InvariantCulture, $"{request.Method} {uri} SIP/2.0\r\n")
            .Append(CultureInfo.InvariantCulture, $"Max-Forwards: {request.MaxForwards}\r\n")
            .Append(CultureInfo.InvariantCulture, $"From: {leg.Local};tag={leg.LocalTag}\r\n")
            .Append(CultureInfo.InvariantCulture, $"To: {leg.Remote}{far}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Call-ID: {leg.CallId}\r\n")
            .Append(CultureInfo.InvariantCulture, $"CSeq: {cseq} {request.Method}\r\n")
            .Append(request.Lines)
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {request.Body.Length}\r\n\r\n")
            .Append(request.Body);
        return Text.ToBytes(text.ToString());
    }

    private static SipMessage Parse(byte[] bytes) =>
        SipMessage.TryParse(bytes, out var message, out var error)
            ? message!
            : throw new InvalidOperationException($"a request of ours is no SIP: {error.Detail}");
}
