using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;

namespace ServerlessSip.Simulation.Checks;

/// <summary>What each planted fault of the engine makes of a right decision.</summary>
internal static class PlantedFaults
{
    private static long _count;

    public static Decision Change(Plant plant, ActorState? before, Decision decision, ActorEvent input, in Env env) =>
        plant switch
        {
            Plant.Leak when decision.Next is null && before is not null => decision with { Next = before },
            Plant.SecondRecord when decision.Next is CallState { Records.Length: 1 } call =>
                decision with { Next = call with { Records = call.Records.Add(call.Records[0]) } },
            Plant.Impure when decision.Next is CallState call && !ReferenceEquals(call, before) =>
                decision with { Next = call with { EventVersion = Interlocked.Increment(ref _count) } },
            Plant.ImpureAnswer when decision.Next is CallState call && input is DnsAnswer =>
                decision with { Next = call with { EventVersion = Interlocked.Increment(ref _count) } },
            Plant.Storm when decision.Next is CallState && input is TimerFired =>
                decision with { Effects = [.. Of(decision), .. Enumerable.Repeat(new Schedule(env.Now), 2)] },
            Plant.Hoard when decision.Next is CallState { Nonces: [var use, ..] } call => decision with
            {
                Next = call with { Nonces = call.Nonces.AddRange(Enumerable.Repeat(use, 2)) },
            },
            Plant.EndlessBranch when decision.Next is CallState call && !ReferenceEquals(call, before) =>
                decision with { Next = WithoutDeadlines(call) },
            Plant.KeptChallenge when before is CallState { Records.Length: 1 } was
                && decision.Next is CallState { Records.IsEmpty: true } call =>
                decision with { Next = call with { Records = was.Records } },
            Plant.NoRecord when decision.Next is CallState { Records.IsEmpty: false } call =>
                decision with { Next = call with { Records = [] } },
            Plant.StrangerSaves when before is null && decision.Next is null && input is SipReceived received =>
                decision with { Next = Begun(received, env) },
            _ => decision,
        };

    private static ImmutableArray<Effect> Of(in Decision decision) =>
        decision.Effects.IsDefault ? [] : decision.Effects;

    private static CallState WithoutDeadlines(CallState call) => call with
    {
        Contexts =
        [
            .. call.Contexts.Select(c => c with { Branches = [.. c.Branches.Select(b => b with { Deadline = null })] }),
        ],
    };

    private static CallState Begun(SipReceived received, in Env env) => new()
    {
        Incarnation = env.Input,
        CallId = Phones.SimPhone.Text(received.Message.CallId),
        Name = "calls/planted",
        FirstSource = received.Flow.Remote.ToString(),
        ScheduledAt = env.Now,
    };
}
