using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Queues;

/// <summary>Rings the agents that a queue offers to a waiting caller, and tells the queue what came of it.</summary>
internal static class QueueRinging
{
    /// <summary>Ended branches are forgotten past this many, the oldest first.</summary>
    private const int MaxBranches = 32;

    public static Decision Offered(CallState? call, OfferAgent offer, in Env env)
    {
        if (QueueCalls.Find(call, offer.Visit) is not { } context)
            return new Decision(call, [Outcome(offer.Queue, env, offer, OfferOutcome.CallerGone)]);
        return offer.Offer <= context.Wait!.LastOffer
            ? Decision.Nothing(call)
            : new Decision(call, [new AskLocation("offer", offer.Agent)]);
    }

    /// <summary>The agent's phones are known.</summary>
    public static Decision Located(CallState? call, OfferAgent offer, LocationAnswer answer, in Env env)
    {
        if (QueueCalls.Find(call, offer.Visit) is not { Wait: { } wait } context) return Decision.Nothing(call);
        var turn = new CallTurn(call!, env);
        var until = turn.Now + offer.RingTime;
        turn.Replace(context with
        {
            Branches = Bounded(context),
            Wait = wait with
            {
                LastOffer = offer.Offer,
                Ringing = wait.Ringing.Add(new RingingAgent(offer.Offer, offer.Agent, until, IsOver: false)),
            },
        });
        Note(turn, context.Number, $"offered to {offer.Agent}");
        Ring(turn, context.Number, offer, Targeting.Live(answer.Location, env));
        return turn.Finish();
    }

    public static Decision Withdrawn(CallState? call, WithdrawOffer withdraw, in Env env)
    {
        if (QueueCalls.Find(call, withdraw.Visit) is not { } context) return Decision.Nothing(call);
        foreach (var ringing in context.Wait!.Ringing)
        {
            if (ringing.Offer != withdraw.Offer || ringing.IsOver) continue;
            var turn = new CallTurn(call!, env);
            Stop(turn, context.Number, ringing, OfferOutcome.NoAnswer);
            return turn.Finish();
        }
        return Decision.Nothing(call);
    }

    /// <summary>Phones that rang for long enough are stopped.</summary>
    public static void OnTime(CallTurn turn, int number)
    {
        foreach (var ringing in turn.Context(number).Wait!.Ringing)
            if (!ringing.IsOver && ringing.Until <= turn.Now) Stop(turn, number, ringing, OfferOutcome.NoAnswer);
    }

    /// <summary>The last step of every change of a call: queues are told what came of their offers.</summary>
    public static void Settle(CallTurn turn)
    {
        foreach (var context in turn.State.Contexts)
        {
            if (context.Wait is null) continue;
            if (context is { IsOpen: true, Cancelled: false }) SettleOpen(turn, context.Number);
            else Left(turn, context);
        }
    }

    private static void Ring(
        CallTurn turn, int number, OfferAgent offer, ImmutableArray<Registrar.Binding> phones)
    {
        var context = turn.Context(number);
        var first = context.Branches.Length;
        var group = 0;
        foreach (var branch in context.Branches) group = Math.Max(group, branch.Group + 1);
        foreach (var phone in phones)
            Forwarding.Add(turn, number, Targeting.Target(phone, context.Flow, group));
        context = turn.Context(number);
        for (var i = first; i < context.Branches.Length; i++)
            context = turn.Replace(context, i, context.Branches[i] with { Offer = offer.Offer });
        Forwarding.NextGroup(turn, number);
        // Phones beyond the request's breadth (RFC 5393) do not wait for a turn of their own.
        context = turn.Context(number);
        var branches = context.Branches.RemoveAll(b => b.Phase == BranchPhase.Waiting && b.Offer == offer.Offer);
        turn.Replace(context with { Branches = branches, NextGroupAt = null });
    }

    private static void SettleOpen(CallTurn turn, int number)
    {
        var before = turn.Context(number).Wait!.Ringing;
        foreach (var ringing in before)
        {
            var context = turn.Context(number);
            if (IsRinging(context, ringing.Offer)) continue;
            if (!ringing.IsOver) Ended(turn, number, ringing, OutcomeOf(context, ringing.Offer));
            context = turn.Context(number);
            turn.Replace(context with
            {
                Branches = Neutral(context.Branches, ringing.Offer),
                Wait = context.Wait! with { Ringing = context.Wait!.Ringing.Remove(ringing) },
            });
        }
        // The early dialogs of those who did not answer must not add up while the caller waits.
        if (!before.IsEmpty && turn.Context(number).Wait!.Ringing.IsEmpty) Dialogs.Drop(turn, number);
    }

    /// <summary>The caller was answered, or is gone.</summary>
    private static void Left(CallTurn turn, ResponseContext context)
    {
        var wait = context.Wait!;
        var answered = Answerer(context);
        if (answered is null)
        {
            var ticket = new QueueTicket(turn.Env.Self, wait.Visit);
            var reason = context.Cancelled ? "cancelled" : "gone";
            turn.Effects.Add(new Tell(wait.Queue, new LeaveQueue(ticket, reason)));
        }
        else
        {
            Tell(turn, wait, answered, OfferOutcome.Answered);
            foreach (var ringing in wait.Ringing)
                if (!ringing.IsOver && ringing != answered) Tell(turn, wait, ringing, OfferOutcome.Taken);
            AgentCalls.Begin(turn, new AgentCall(wait.Queue, answered.Offer, answered.Agent, context.Number));
        }
        turn.Replace(context with { Wait = null });
    }

    private static RingingAgent? Answerer(ResponseContext context)
    {
        foreach (var branch in context.Branches)
        {
            if (branch.Phase != BranchPhase.Accepted || branch.Offer == 0) continue;
            foreach (var ringing in context.Wait!.Ringing)
                if (ringing.Offer == branch.Offer) return ringing;
        }
        return null;
    }

    private static void Stop(CallTurn turn, int number, RingingAgent ringing, OfferOutcome outcome)
    {
        Cancellation.CancelPending(turn, number, null, ringing.Offer);
        Ended(turn, number, ringing, outcome);
        var context = turn.Context(number);
        turn.Replace(context with
        {
            Wait = context.Wait! with
            {
                Ringing = context.Wait!.Ringing.Replace(ringing, ringing with { IsOver = true }),
            },
        });
    }

    private static bool IsRinging(ResponseContext context, long offer)
    {
        foreach (var branch in context.Branches)
            if (branch.Offer == offer && branch.IsPending) return true;
        return false;
    }

    private static OfferOutcome OutcomeOf(ResponseContext context, long offer)
    {
        var best = BestResponse.Choose([.. context.Branches.Where(b => b.Offer == offer)]);
        return best?.Status switch
        {
            null => OfferOutcome.Unreachable,
            486 or 600 => OfferOutcome.Busy,
            408 or 480 or 487 => OfferOutcome.NoAnswer,
            >= 500 and < 600 => OfferOutcome.Unreachable,
            _ => OfferOutcome.Declined,
        };
    }

    /// <summary>What one agent's phones said must not become the caller's answer.</summary>
    private static ImmutableArray<ClientBranch> Neutral(ImmutableArray<ClientBranch> branches, long offer)
    {
        for (var i = 0; i < branches.Length; i++)
        {
            if (branches[i].Offer != offer) continue;
            branches = branches.SetItem(i, branches[i] with { Status = 0, Final = null });
        }
        return branches;
    }

    private static ImmutableArray<ClientBranch> Bounded(ResponseContext context)
    {
        var branches = context.Branches;
        for (var i = context.FirstBranch; i < branches.Length && branches.Length > MaxBranches;)
        {
            var isEnded = branches[i] is { Offer: > 0, Phase: BranchPhase.Completed, Status: 0 };
            if (isEnded) branches = branches.RemoveAt(i);
            else i++;
        }
        return branches;
    }

    private static void Ended(CallTurn turn, int number, RingingAgent ringing, OfferOutcome outcome)
    {
        Note(turn, number, $"{ringing.Agent}: {outcome.ToString().ToLowerInvariant()}");
        Tell(turn, turn.Context(number).Wait!, ringing, outcome);
    }

    private static void Note(CallTurn turn, int number, string what)
    {
        if (turn.Context(number) is { Route: { } route, Wait: { } wait })
            Traces.Add(turn, route, $"{QueueName.Resource(wait.Name)}: {what}", null);
    }

    private static void Tell(CallTurn turn, QueueWait wait, RingingAgent ringing, OfferOutcome outcome) =>
        turn.Effects.Add(new Tell(wait.Queue, new OfferEnded(
            new QueueTicket(turn.Env.Self, wait.Visit), ringing.Offer, ringing.Agent, outcome)));

    private static Tell Outcome(Ports.ActorKey queue, in Env env, OfferAgent offer, OfferOutcome outcome) =>
        new(queue, new OfferEnded(new QueueTicket(env.Self, offer.Visit), offer.Offer, offer.Agent, outcome));
}
