using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Queues;

/// <summary>
/// The caller's side of a queue: its INVITE stays open, with 182 Queued, until an agent answers or the wait is over.
/// </summary>
internal static class QueueCalls
{
    /// <summary>Puts the caller of an open INVITE into a queue.</summary>
    public static void Enter(CallTurn turn, int number, QueueRoute route)
    {
        var name = route.Name.ToLowerInvariant();
        if (QueueName.IsSlot(name) || turn.Settings.Queues.Find(name) is null)
        {
            Following.Fail(turn, number, RouteFailure.Invalid, $"there is no queue {name}");
            return;
        }
        Enter(turn, number, new QueueEntry(name, Time(route))
        {
            Skills = [.. route.Skills.Select(skill => skill.ToLowerInvariant())],
            Priority = route.Priority,
        });
    }

    /// <summary>Parks the caller of an open INVITE, or has it fetch the call that is parked there.</summary>
    public static void Park(CallTurn turn, int number, ParkRoute route) =>
        Enter(turn, number, new QueueEntry(QueueName.OfSlot(route.Slot.ToLowerInvariant()), Time(route)));

    private static TimeSpan? Time(TimedRoute route) =>
        route.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static void Enter(CallTurn turn, int number, QueueEntry entry)
    {
        var context = turn.Context(number);
        if (!context.IsInvite)
        {
            Following.Fail(turn, number, RouteFailure.Invalid, "only calls can wait");
            return;
        }
        var visit = turn.State.LastVisit + 1;
        turn.State = turn.State with { LastVisit = visit };
        var limit = entry.Wait ?? turn.Settings.Queues.Find(entry.Name)!.WaitLimit;
        var wait = new QueueWait
        {
            Name = entry.Name,
            Queue = QueueName.Key(entry.Name),
            Visit = visit,
            Until = turn.Now + limit + QueueLimits.CallGrace,
            RepeatAt = turn.Now + QueueLimits.ProvisionalEvery,
        };
        Queued(turn, context with { Wait = wait });
        var from = context.Request!.From!.Uri;
        // Only a user who proved to be one may fetch what is parked.
        var user = context.Route?.Caller is { } caller
            ? $"{caller.ToLowerInvariant()}@{turn.Settings.Domains.Primary}" : null;
        var ticket = new QueueTicket(turn.Env.Self, visit);
        var join = new JoinQueue(entry.Name, ticket, $"{Text.Of(from.User)}@{from.HostText}", user, entry.Wait)
        {
            Skills = entry.Skills,
            Priority = entry.Priority,
        };
        turn.Effects.Add(new Tell(wait.Queue, join));
    }

    /// <summary>What a queue tells the call.</summary>
    public static Decision Told(CallState? call, QueueTell tell, in Env env) => tell switch
    {
        OfferAgent offer => QueueRinging.Offered(call, offer, env),
        WithdrawOffer withdraw => QueueRinging.Withdrawn(call, withdraw, env),
        QueuePlace place => Moved(call, place, env),
        QueueOver over => Over(call, over, env),
        AskTalk ask => AgentCalls.Asked(call, ask, env),
        _ => Decision.Nothing(call),
    };

    /// <summary>The open context of a stay; null when the caller waits no more.</summary>
    public static ResponseContext? Find(CallState? call, int visit)
    {
        if (call is null) return null;
        foreach (var context in call.Contexts)
            if (context is { IsOpen: true, Cancelled: false } && context.Wait?.Visit == visit) return context;
        return null;
    }

    /// <summary>The caller's next provisional is due, or its queue is silent for too long.</summary>
    public static void OnTime(CallTurn turn, int number)
    {
        if (turn.Context(number) is not { IsOpen: true, Wait: { } wait } context) return;
        if (wait.Until <= turn.Now)
        {
            turn.Effects.Add(new Tell(wait.Queue, new LeaveQueue(new QueueTicket(turn.Env.Self, wait.Visit), "gone")));
            End(turn, context, QueueOutcome.TimedOut);
            return;
        }
        QueueRinging.OnTime(turn, number);
        context = turn.Context(number);
        if (wait.RepeatAt <= turn.Now) Queued(turn, context);
    }

    private static Decision Moved(CallState? call, QueuePlace place, in Env env)
    {
        if (Find(call, place.Visit) is not { } context) return Decision.Nothing(call);
        var turn = new CallTurn(call!, env);
        var wait = context.Wait! with { Position = place.Position, Waiting = place.Waiting };
        Queued(turn, context with { Wait = wait });
        if (turn.State.Resource is not null)
            turn.State = EventLog.Append(turn.State, "queue", Place(wait), turn.Now, turn.Effects);
        return turn.Finish();
    }

    private static Decision Over(CallState? call, QueueOver over, in Env env)
    {
        if (Find(call, over.Visit) is not { } context) return Decision.Nothing(call);
        var turn = new CallTurn(call!, env);
        End(turn, context, over.Outcome);
        return turn.Finish();
    }

    private static void End(CallTurn turn, ResponseContext context, QueueOutcome outcome)
    {
        var (number, wait) = (context.Number, context.Wait!);
        Cancellation.CancelPending(turn, number, null);
        turn.Replace(turn.Context(number) with { Wait = null });
        if (outcome == QueueOutcome.Fetched)
        {
            RouteReplies.Final(turn, number, 480, "Parked call follows");
            return;
        }
        var isSlot = QueueName.IsSlot(wait.Name);
        var ended = new RouteOutcome(
            480, isSlot && outcome == QueueOutcome.TimedOut ? RouteEvents.Timeout : RouteEvents.Overflow);
        if (Following.Next(turn, number, ended)) return;
        if (turn.Settings.Queues.Find(wait.Name)?.Overflow is { } overflow && turn.Context(number).Route is not null)
            Following.Take(turn, number, overflow, ended);
        else
            RouteReplies.Final(turn, number, ended.Status, Why(outcome));
    }

    private static string Why(QueueOutcome outcome) => outcome switch
    {
        QueueOutcome.Full => "Queue full",
        QueueOutcome.NoAgents => "Nobody there",
        QueueOutcome.Unknown => "No such queue",
        _ => "Nobody free",
    };

    /// <summary>
    /// RFC 3261 §21.1.3: the caller hears where it stands. Sent anew every minute (§13.3.1.1), so that no proxy on the
    /// way takes the call for dead.
    /// </summary>
    private static void Queued(CallTurn turn, ResponseContext context)
    {
        context = turn.Replace(context with
        {
            Wait = context.Wait! with { RepeatAt = turn.Now + QueueLimits.ProvisionalEvery },
        });
        context = Replies.WithToTag(turn, context);
        var bytes = ResponseWriter.Write(context.Request!, 182, Phrase(context.Wait!), Text.ToBytes(context.ToTag!));
        var message = new OutgoingMessage(bytes, []);
        if (context.AskedBy != 0)
        {
            if (SipMessage.TryParse(bytes, out var queued, out _)) LegResponses.Provisional(turn, context, queued!);
            return;
        }
        turn.Effects.Add(Replies.Response(message, context.Flow, turn.Env));
        turn.Replace(context with { LastResponse = message });
    }

    private static Dictionary<string, string> Place(QueueWait wait) => new(3)
    {
        ["queue"] = QueueName.Resource(wait.Name),
        ["position"] = wait.Position.ToString(CultureInfo.InvariantCulture),
        ["waiting"] = wait.Waiting.ToString(CultureInfo.InvariantCulture),
    };

    private static string Phrase(QueueWait wait)
    {
        if (QueueName.IsSlot(wait.Name)) return "Parked";
        return wait.Position == 0
            ? "Queued"
            : string.Create(CultureInfo.InvariantCulture, $"Queued, place {wait.Position} of {wait.Waiting}");
    }
}

/// <summary>Into which queue, and how.</summary>
/// <param name="Name">Of a queue that there is, or of a slot.</param>
/// <param name="Wait">How long at most; null for the queue's own limit.</param>
internal sealed record QueueEntry(string Name, TimeSpan? Wait)
{
    public ImmutableArray<string> Skills { get; init; } = [];

    /// <summary>0 to 9, the highest is served first.</summary>
    public int Priority { get; init; }
}
