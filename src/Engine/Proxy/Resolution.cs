using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>The answer to a name that a branch waits for.</summary>
internal static class Resolution
{
    public static Decision Decide(CallState? call, DnsAnswer answer, in Env env)
    {
        if (call is null || Find(call, answer.Tag) is not var (number, index)) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        var context = turn.Context(number);
        var branch = context.Branches[index];
        Hop? hop = null;
        var uri = SipUri.Parse(branch.NextUri ?? branch.Target);
        var next = NextHop.For(uri, context.Flow.Relay, context.Flow.Listener, env.Settings);
        foreach (var address in answer.Addresses)
        {
            hop = NextHop.To(address, next.Transport, context.Flow.Relay, context.Flow.Listener, env.Settings);
            if (hop is not null) break;
        }
        if (hop is null)
        {
            // RFC 3261 §16.9: nowhere to send it is as good as a 503.
            turn.Replace(context, index, branch with { Phase = BranchPhase.Completed, Status = 503, Deadline = null });
        }
        else
        {
            context = turn.Replace(context, index, branch with { Hop = hop });
            Forwarding.Send(turn, context, index);
        }
        Completion.Settle(turn, number);
        return turn.Finish();
    }

    private static (int Number, int Index)? Find(CallState call, string branch)
    {
        foreach (var context in call.Contexts)
        {
            for (var i = 0; i < context.Branches.Length; i++)
            {
                if (context.Branches[i] is { Phase: BranchPhase.Resolving, Hop: null } waiting
                    && waiting.Branch == branch) return (context.Number, i);
            }
        }
        return null;
    }
}
