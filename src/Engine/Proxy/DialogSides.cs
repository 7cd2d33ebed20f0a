using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>The two ends of a dialog as we first see them.</summary>
internal static class DialogSides
{
    /// <summary>
    /// The caller, from its request; from an earlier fork of the same request when that is no longer kept.
    /// </summary>
    public static DialogSide OfCaller(CallTurn turn, ResponseContext context)
    {
        if (context.Request is not { } request)
        {
            foreach (var dialog in turn.State.Dialogs)
                if (dialog.Context == context.Number) return dialog.Caller;
            return new DialogSide { Tag = context.FromTag, Hop = Hop.Over(context.Flow) };
        }
        var recordRoutes = request.RecordRoutes ?? [];
        var contact = FirstContact(request);
        return new DialogSide
        {
            Tag = context.FromTag,
            Targets = contact is null ? [] : [contact.ToString()],
            NextProxy = recordRoutes.Count > 0 ? HostPort(recordRoutes[0].Uri) : null,
            Hop = Hop.Over(context.Flow),
            HopUri = OnlyByFlow(request, contact, context.Flow) ? null : $"sip:{context.Flow.Remote}",
        };
    }

    /// <summary>The callee, from its response and the branch it came on.</summary>
    public static DialogSide OfCallee(CallTurn turn, ClientBranch branch, SipMessage response)
    {
        var contact = FirstContact(response);
        return new DialogSide
        {
            Tag = Text.Of(response.ToTag),
            Targets = contact is null ? [] : [contact.ToString()],
            NextProxy = ProxyBelow(response, turn.Env),
            Hop = branch.Hop!,
            HopUri = branch.Hop!.Flow is null ? branch.Target : null,
        };
    }

    /// <summary>The side with the message's Contact as its newest target.</summary>
    public static DialogSide WithTarget(DialogSide side, SipMessage message)
    {
        if (FirstContact(message)?.ToString() is not { } contact) return side;
        if (!side.Targets.IsEmpty && side.Targets[^1] == contact) return side;
        var targets = side.Targets.Remove(contact).Add(contact);
        return side with { Targets = targets.Length > DialogSide.MaxTargets ? targets.RemoveAt(0) : targets };
    }

    /// <summary>The callee's side with every proxy that the Record-Route has just below a value of ours.</summary>
    public static DialogSide WithSpirals(DialogSide side, SipMessage response, in Env env)
    {
        var values = response.RecordRoutes ?? [];
        for (var i = 1; i < values.Count; i++)
        {
            if (!SipToken.TryRead(values[i].Uri.User, TokenPurpose.RecordRoute, env.Settings.Keys, out _)
                || RouteSet.IsOwn(values[i - 1].Uri, env)) continue;
            var proxy = HostPort(values[i - 1].Uri);
            if (proxy == side.NextProxy || side.Spirals.Contains(proxy) || side.Spirals.Length == DialogSide.MaxSpirals)
                continue;
            side = side with { Spirals = side.Spirals.Add(proxy) };
        }
        return side;
    }

    /// <summary>host:port in lower case, the default port written out.</summary>
    public static string HostPort(SipUri uri) =>
        $"{uri.HostText}:{(uri.Port != 0 ? uri.Port : uri.Scheme == SipScheme.Sips ? 5061 : 5060)}";

    private static bool OnlyByFlow(SipMessage request, SipUri? contact, Flow flow) =>
        contact is null || flow.Transport != SipTransport.Udp
        || Reachability.ByFlow(contact, request.TopVia, flow);

    private static SipUri? FirstContact(SipMessage message) =>
        message.Contacts is { Count: > 0 } contacts ? contacts[0].Uri : null;

    /// <summary>
    /// The Record-Route value just below ours in the response, which is the next proxy towards the callee.
    /// </summary>
    private static string? ProxyBelow(SipMessage response, in Env env)
    {
        var values = response.RecordRoutes ?? [];
        for (var i = 0; i < values.Count; i++)
        {
            var uri = values[i].Uri;
            if (SipToken.TryRead(uri.User, TokenPurpose.RecordRoute, env.Settings.Keys, out _))
                return i == 0 ? null : HostPort(values[i - 1].Uri);
        }
        return null;
    }
}
