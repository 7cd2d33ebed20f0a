using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Trunks;

namespace ServerlessSip.Engine.Routing;

/// <summary>
/// Follows a route verb by verb. A feature that a verb calls into comes back to <see cref="Ended"/> when it has ended
/// without a final answer to the caller.
/// </summary>
internal static class Following
{
    /// <summary>Begins a verb.</summary>
    /// <param name="before">How the verb before ended; default for none.</param>
    public static void Take(CallTurn turn, int number, Route route, RouteOutcome before = default)
    {
        var context = turn.Context(number);
        var progress = context.Route!;
        if (progress.Steps >= turn.Limits.MaxRouteSteps)
        {
            Fail(turn, number, RouteFailure.Invalid, $"more than {turn.Limits.MaxRouteSteps} steps");
            return;
        }
        progress = progress with { Current = route, FirstBranch = context.Branches.Length, Steps = progress.Steps + 1 };
        turn.Replace(context with { Route = progress, Branches = WithoutWaiting(context), NextGroupAt = null });
        Traces.Add(turn, progress, RouteText.Of(route), route.Reason);
        switch (route)
        {
            case ReplyRoute reply:
                RouteReplies.Reply(turn, number, reply);
                break;
            case RedirectRoute redirect:
                RouteReplies.Redirect(turn, number, redirect);
                break;
            case ChallengeRoute:
                RouteReplies.Challenge(turn, number);
                break;
            case RingRoute ring:
                RingStep.Begin(turn, number, ring);
                break;
            case ForwardRoute forward:
                ForwardStep.Begin(turn, number, forward);
                break;
            case QueueRoute queue:
                QueueCalls.Enter(turn, number, queue);
                break;
            case ParkRoute park:
                QueueCalls.Park(turn, number, park);
                break;
            case BridgeRoute bridge:
                Bridges.Begin(turn, number, bridge);
                break;
            case ContinueRoute next:
                Continue(turn, number, next, before);
                break;
            default:
                Fail(turn, number, RouteFailure.Invalid, $"{RouteText.Of(route)}: this server has no such part");
                break;
        }
    }

    /// <summary>A verb has ended without an answer to the caller: what follows it, or this status.</summary>
    public static void Ended(CallTurn turn, int number, RouteOutcome outcome)
    {
        if (!Next(turn, number, outcome)) RouteReplies.Final(turn, number, outcome.Status);
    }

    /// <summary>Begins what follows the present verb; false when nothing does: the caller is to be answered.</summary>
    public static bool Next(CallTurn turn, int number, RouteOutcome outcome)
    {
        var context = turn.Context(number);
        if (context.Cancelled || !context.IsOpen || context.Route is not { Current: { } current } progress
            || RouteChoice.After(current, outcome) is not { } next) return false;
        Traces.Add(turn, progress, $"{RouteText.Of(current)} came to {RouteChoice.Named(outcome)}", null);
        Take(turn, number, next, outcome);
        return true;
    }

    /// <summary>
    /// Whether the branches' end is not the verb's end; the feature that holds the request is told of it here.
    /// </summary>
    public static bool Holds(CallTurn turn, ResponseContext context) =>
        context is { IsOpen: true, Cancelled: false, Route.IsHeld: true };

    /// <summary>The ring time of the last group is over; false when the verb has no time of its own.</summary>
    public static bool RingTimeOver(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        turn.Replace(context with { NextGroupAt = null });
        return context.Route is { IsHeld: false, Current: TimedRoute { Seconds: not null } }
            && Next(turn, number, new RouteOutcome(408, RouteEvents.Timeout));
    }

    /// <summary>
    /// The caller gave up, or was answered otherwise, while a route was being followed: who works for it is stopped.
    /// </summary>
    public static void Left(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        if (context.Route is not { } progress) return;
        if (progress.Waiting is { } tag)
        {
            turn.Replace(context with { Route = progress with { Waiting = null, AnswerBy = null } });
            turn.Effects.Add(new StopRoute(tag));
        }
    }

    /// <summary>There is no decision to follow: the configured answer.</summary>
    public static void Fail(CallTurn turn, int number, RouteFailure failure, string? detail)
    {
        var word = failure switch
        {
            RouteFailure.Threw => "the route threw",
            RouteFailure.TimedOut => "the route took too long",
            RouteFailure.Busy => "too many routes run",
            RouteFailure.Unknown => "there is no such route",
            _ => "the decision cannot be followed",
        };
        var status = turn.Settings.Routing?.FailureStatus ?? 500;
        Traces.Add(turn, turn.Context(number).Route!, $"{word}: reply {status}", detail);
        RouteReplies.Final(turn, number, status);
    }

    /// <summary>Phones whose turn has not come will not be rung: they belong to the verb before.</summary>
    private static ImmutableArray<ClientBranch> WithoutWaiting(ResponseContext context)
    {
        var branches = context.Branches;
        for (var i = 0; i < branches.Length; i++)
            if (branches[i].Phase == BranchPhase.Waiting)
                branches = branches.SetItem(i, branches[i] with { Phase = BranchPhase.Completed });
        return branches;
    }

    private static void Continue(CallTurn turn, int number, ContinueRoute route, RouteOutcome before)
    {
        if (route.Name is { } name)
        {
            Ask(turn, number, name, before);
            return;
        }
        var context = turn.Context(number);
        var subject = RouteEntry.Subject(turn, context.Request!);
        if (turn.Settings.Routing?.Table.Find(subject, context.Route!.Rule) is { } rule)
            RouteAsking.Ask(turn, number, rule, null, default);
        else
            RingStep.BeginDefault(turn, number, subject);
    }

    private static void Ask(CallTurn turn, int number, string continuation, RouteOutcome outcome)
    {
        var progress = turn.Context(number).Route!;
        if (progress.Steps >= turn.Limits.MaxRouteSteps)
            Fail(turn, number, RouteFailure.Invalid, $"more than {turn.Limits.MaxRouteSteps} steps");
        else if (turn.Settings.Routing?.Table.FindContinuation(continuation, progress.Rule) is { } rule)
            RouteAsking.Ask(turn, number, rule, continuation, outcome);
        else
            Fail(turn, number, RouteFailure.Unknown, $"continuation {continuation}");
    }
}
