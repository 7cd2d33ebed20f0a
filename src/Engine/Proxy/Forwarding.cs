using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Sends a request on, one branch a target (RFC 3261 §16.6).</summary>
internal static class Forwarding
{
    /// <summary>A silent relay loses timers B and F; this much after them the branch is given up without its word.</summary>
    private static readonly TimeSpan RelayGrace = TimeSpan.FromSeconds(5);

    /// <summary>Adds a branch to an open context. Nothing is sent before <see cref="Start"/>.</summary>
    public static void Add(CallTurn turn, int number, ForwardTarget target)
    {
        var context = turn.Context(number);
        var next = NextHopOf(target, turn.Settings);
        var branch = new ClientBranch
        {
            Branch = Text.Of(turn.NextToken(TokenPurpose.Branch, target.Relay)),
            Target = target.Uri,
            Hop = next.Hop,
            Path = target.Path,
            Phase = next.IsNowhere ? BranchPhase.Completed : BranchPhase.Resolving,
            // Unreachable is treated as if the next hop had answered 503 (RFC 3261 §16.9).
            Status = next.IsNowhere ? 503 : 0,
            Deadline = turn.Now + turn.Limits.TransactionLife + RelayGrace,
        };
        if (next.Name is { } name)
            turn.Effects.Add(new ResolveDns(branch.Branch, name, next.Port, next.Transport));
        turn.Replace(context with { Branches = context.Branches.Add(branch) });
    }

    /// <summary>Sends every branch whose hop is known, tells the relay that the transaction is taken, and settles what is over.</summary>
    public static void Start(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        var toldRelay = false;
        for (var i = 0; i < context.Branches.Length; i++)
        {
            if (context.Branches[i] is not { Phase: BranchPhase.Resolving, Hop: { } hop }) continue;
            context = Send(turn, context, i);
            toldRelay |= hop.Relay == context.Flow.Relay;
        }
        if (!toldRelay)
            turn.Effects.Add(new AcceptTransaction(context.Flow.Relay, context.Transaction));
        Completion.Settle(turn, number);
    }

    /// <summary>Sends one branch whose hop is known.</summary>
    public static ResponseContext Send(CallTurn turn, ResponseContext context, int index)
    {
        var branch = context.Branches[index];
        var hop = branch.Hop!;
        var message = ForwardedRequest.Make(turn, context.Request!, context.Flow, branch);
        turn.Effects.Add(new SendSip
        {
            Message = message,
            Kind = RelayCommandKind.SendRequest,
            Relay = hop.Relay,
            Flow = hop.Flow,
            Address = hop.Address,
            Transport = hop.Transport,
            Listener = hop.Listener,
            Retransmission = context.IsInvite ? Retransmission.InviteClient : Retransmission.NonInviteClient,
            NotAfter = turn.Now + turn.Limits.TransactionLife,
            OnBehalfOf = context.Transaction,
        });
        return turn.Replace(context, index, branch with { Phase = BranchPhase.Calling, Sent = message });
    }

    public static NextHop NextHopOf(ForwardTarget target, EngineSettings settings)
    {
        if (target.Hop is not null) return new NextHop(target.Hop, null, 0, target.Hop.Transport);
        SipUri? uri;
        if (target.PathUri is { } path)
            uri = NameAddr.TryParse(Text.ToBytes(path), out var first) ? first!.Uri : null;
        else
            _ = SipUri.TryParse(target.RouteUri ?? target.Uri, out uri);
        return uri is null ? default : NextHop.For(uri, target.Relay, target.Listener, settings);
    }
}
