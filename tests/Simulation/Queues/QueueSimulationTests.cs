using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;
using Xunit.Abstractions;

namespace ServerlessSip.Simulation.Queues;

/// <summary>Queue calls by the thousand, and with everything that can fail failing.</summary>
public class QueueSimulationTests(ITestOutputHelper output)
{
    /// <summary>How many seeds are run when <c>SIM_QUEUE_SEEDS</c> does not say.</summary>
    private const int UsualSeeds = 60;

    private static readonly Fault[] s_faults =
    [
        Fault.BusDelay, Fault.BusDuplicate, Fault.LostLock, Fault.BusTransient, Fault.CommandsTwice,
        Fault.StoreConflict, Fault.StoreBefore, Fault.StoreAfter, Fault.StoreSlow, Fault.Crash,
    ];

    [Theory]
    [InlineData(QueueStrategy.LongestIdle)]
    [InlineData(QueueStrategy.RoundRobin)]
    public void A_thousand_calls_are_answered_in_their_order_and_shared_fairly(QueueStrategy strategy)
    {
        var options = Options(strategy, agents: 10) with { WaitLimit = TimeSpan.FromHours(1) };
        var world = Start(new QueueWorld(1, Profile.Calm, options));
        for (var i = 0; i < 1000; i++)
            world.Dial(TimeSpan.FromSeconds(10 + (2.5 * i)), new CallerPlan(null, TimeSpan.FromSeconds(20 + (i % 11))));
        Finish(world, TimeSpan.FromSeconds(5000));

        Assert.All(world.Callers, caller => Assert.Equal([200], caller.Finals));
        // Everybody rings for 2 s, so that answers come in the order of offers: nobody is overtaken.
        var answers = world.Callers.Select(c => c.AnsweredAt!.Value).ToList();
        for (var i = 1; i < answers.Count; i++)
            Assert.True(answers[i] > answers[i - 1] - TimeSpan.FromMilliseconds(50), $"caller {i + 1} was overtaken");
        Assert.InRange(world.Watch.MostWaiting, 100, 400);
        output.WriteLine($"{strategy}: shares {string.Join(' ', world.Agents.Select(a => a.Answered))}, "
            + $"most waiting {world.Watch.MostWaiting}, offers {world.Watch.Offers}");
        Assert.All(world.Agents, agent => Assert.InRange(agent.Answered, 85, 115));
        Assert.All(world.Agents, agent => Assert.Equal(0, agent.Clashes));
    }

    [Fact]
    public void A_thousand_calls_with_moody_agents_and_impatient_callers_leave_nobody_behind()
    {
        var world = Make(2, Profile.Calm, QueueStrategy.LongestIdle, agents: 12);
        Moody(world);
        Dial(world, 1000, every: 2.5);
        Finish(world, TimeSpan.FromSeconds(2600 + 1800));
        output.WriteLine(Told(world));
        Assert.InRange(world.Callers.Count(c => c.AnsweredAt is not null), 700, 1000);
        Assert.InRange(world.Callers.Count(c => c.Cancelled), 20, 300);
    }

    [Fact]
    public void Whatever_the_bus_the_store_and_the_engines_do_nobody_is_lost_and_nobody_is_blocked()
    {
        var seeds = int.TryParse(Environment.GetEnvironmentVariable("SIM_QUEUE_SEEDS"), out var n) ? n : UsualSeeds;
        var happened = new int[Enum.GetValues<Fault>().Length];
        var calls = 0;
        var answered = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var world = Make(seed, Draw(seed), (QueueStrategy)(seed % 4), agents: 5);
            Moody(world);
            Dial(world, 60, every: 4);
            Finish(world, TimeSpan.FromSeconds(300 + 1500));
            for (var i = 0; i < happened.Length; i++) happened[i] += world.Chance.Happened[i];
            calls += world.Callers.Count;
            answered += world.Callers.Count(c => c.AnsweredAt is not null);
        }
        output.WriteLine($"{seeds} seeds, {calls} calls, {answered} answered");
        foreach (var fault in s_faults)
        {
            output.WriteLine($"{fault}: {happened[(int)fault]}");
            Assert.True(happened[(int)fault] > 10, $"{fault} came {happened[(int)fault]} times");
        }
        Assert.InRange(answered, calls / 2, calls);
    }

    [Fact]
    public void Though_words_between_queue_and_calls_are_lost_nobody_is_stuck_for_longer_than_a_lease()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var faults = new QueueFaults { LostTells = 5 };
            var world = Make(seed, Profile.Calm, (QueueStrategy)(seed % 4), agents: 5, faults);
            Moody(world);
            Dial(world, 60, every: 4);
            Finish(world, TimeSpan.FromSeconds(300 + 1500));
            Assert.InRange(world.Callers.Count(c => c.AnsweredAt is not null), 30, 60);
        }
    }

    [Fact]
    public void A_queue_that_serves_in_another_order_is_caught()
    {
        var faults = new QueueFaults { Queue = new Reversing() };
        var world = Make(3, Profile.Calm, QueueStrategy.LongestIdle, agents: 2, faults);
        Dial(world, 20, every: 1);

        var found = Assert.Throws<SimulationException>(() => Finish(world, TimeSpan.FromSeconds(1000)));

        Assert.Contains("the line has changed its order", found.Failure);
    }

    [Theory]
    [InlineData("save")]
    [InlineData("write")]
    [InlineData("send")]
    public void Wherever_an_engine_dies_or_fails_the_caller_and_the_agent_come_together_and_part(string what)
    {
        var whole = Pair(new QueueFaults());
        var count = what switch { "save" => whole.Saves, "write" => whole.Writes, _ => whole.Bus.Sends };
        Assert.InRange(count, 15, 500);
        for (var n = 0; n < count; n++)
        {
            var world = Pair(what switch
            {
                "save" => new QueueFaults(DieAfterSave: n),
                "write" => new QueueFaults(FailWrite: n),
                _ => new QueueFaults(FailSend: n),
            });
            Assert.All(world.Callers, caller => Assert.Equal([200], caller.Finals));
            Assert.Equal(2, world.Agents.Sum(a => a.Answered));
        }
        output.WriteLine($"{what}: {count} places");
    }

    /// <summary>One agent lets it ring, the other answers; then a second caller gets one of them.</summary>
    private static QueueWorld Pair(QueueFaults faults)
    {
        var profile = Profile.Calm with { Engines = 2 };
        var world = Make(7, profile, QueueStrategy.RoundRobin, agents: 2, faults);
        var first = true;
        world.Agents[0].Next = () =>
        {
            var mood = first ? AgentMood.Rings : AgentMood.Answers;
            first = false;
            return (mood, TimeSpan.FromSeconds(2), null);
        };
        world.Dial(TimeSpan.FromSeconds(5), new CallerPlan(null, TimeSpan.FromSeconds(30)));
        world.Dial(TimeSpan.FromSeconds(70), new CallerPlan(null, TimeSpan.FromSeconds(5)));
        Finish(world, TimeSpan.FromSeconds(1500));
        return world;
    }

    private static QueueWorld Make(
        int seed, Profile profile, QueueStrategy strategy, int agents, QueueFaults? faults = null) =>
        Start(new QueueWorld(seed, profile, Options(strategy, agents), faults));

    private static QueueOptions Options(QueueStrategy strategy, int agents) => new()
    {
        Name = "sales",
        Strategy = strategy,
        MaxCallers = QueueLimits.MaxCallers,
        WrapUp = TimeSpan.FromSeconds(3),
        Rest = TimeSpan.FromSeconds(5),
        Members = [.. Enumerable.Range(1, agents).Select(i =>
            new QueueMember($"agent{i:00}", ImmutableSortedDictionary<string, int>.Empty))],
    };

    /// <summary>All agents log in one after the other.</summary>
    private static QueueWorld Start(QueueWorld world)
    {
        for (var i = 0; i < world.Agents.Count; i++)
        {
            var agent = world.Agents[i];
            world.Events.After(TimeSpan.FromMilliseconds(100 * i), () => world.Register(agent));
        }
        return world;
    }

    private static Profile Draw(int seed)
    {
        var random = new Random(seed);
        var profile = Profile.Calm with { Engines = random.Next(1, 4), FaultsEnd = TimeSpan.FromSeconds(250) };
        foreach (var fault in s_faults)
            if (random.Next(2) == 0) profile = profile.With(fault, fault == Fault.BusTransient ? 0.01 : 0.03);
        return random.Next(2) == 0 ? profile with { MaxSkew = TimeSpan.FromMilliseconds(400) } : profile;
    }

    private static void Moody(QueueWorld world)
    {
        foreach (var agent in world.Agents)
        {
            agent.Next = () =>
            {
                var mood = world.Chance.Next(100) switch
                {
                    < 80 => AgentMood.Answers,
                    < 86 => AgentMood.Rings,
                    < 92 => AgentMood.Busy,
                    < 96 => AgentMood.Declines,
                    _ => AgentMood.Dead,
                };
                return (mood, world.Chance.Between(200, 6000), Hangs(world) ? world.Chance.Between(2000, 30000) : null);
            };
        }
    }

    private static bool Hangs(QueueWorld world) => world.Chance.OneIn(4);

    private static void Dial(QueueWorld world, int calls, double every)
    {
        for (var i = 0; i < calls; i++)
        {
            TimeSpan? patience = world.Chance.OneIn(10) ? world.Chance.Between(500, 20_000) : null;
            world.Dial(
                TimeSpan.FromSeconds(10 + (every * i)), new CallerPlan(patience, world.Chance.Between(5000, 35_000)));
        }
    }

    /// <summary>Runs to the end, where nobody may be left in anything.</summary>
    private static void Finish(QueueWorld world, TimeSpan end)
    {
        world.RunUntil(end);
        foreach (var caller in world.Callers)
        {
            if (caller.Finals.Count == 0) world.Fail($"caller {caller.Number} has no final answer");
            if (!caller.IsOver) world.Fail($"caller {caller.Number} is in a call for ever");
            if (caller.Finals.Count > 1)
                world.Fail($"caller {caller.Number} got {string.Join(' ', caller.Finals)}");
            if (caller.Finals.Any(f => f is not (200 or 480 or 487)))
                world.Fail($"caller {caller.Number} got {string.Join(' ', caller.Finals)}");
            if (!caller.Cancelled && caller.Queued == 0) world.Fail($"caller {caller.Number} heard no 182");
        }
        foreach (var agent in world.Agents)
            if (agent.IsUp) world.Fail($"{agent.User} is in a call for ever");
        if (world.Queue is not { } queue) world.Fail("the queue is gone");
        else if (!queue.Callers.IsEmpty) world.Fail($"{queue.Callers.Length} still wait");
        else if (queue.Agents.Any(a => a.IsTaken)) world.Fail("an agent is blocked");
        else if (queue.Agents.Length != world.Agents.Count) world.Fail("an agent is logged out");
        Calls(world);
        if (world.Failure is { } failure) throw new SimulationException(world.Seed, failure, world.Trace);
    }

    /// <summary>Calls are forgotten some minutes after their end.</summary>
    private static void Calls(QueueWorld world)
    {
        var page = world.Documents.Query(new StoreQuery { Kind = ActorKind.Call, PageSize = 1000 }).Result;
        foreach (var item in page.Items)
            if (((ActorDocument)item.Document).State is CallState { AgentCalls.IsEmpty: false })
                world.Fail("an agent's call is remembered for ever");
    }

    private static string Told(QueueWorld world) =>
        $"{world.Callers.Count} calls: {world.Callers.Count(c => c.AnsweredAt is not null)} answered, "
        + $"{world.Callers.Count(c => c.Cancelled)} cancelled, {world.Callers.Count(c => c.Finals.Contains(480))} "
        + $"overflowed; {world.Watch.Offers} offers, most waiting {world.Watch.MostWaiting}, "
        + $"clashes {world.Agents.Sum(a => a.Clashes)}";

    /// <summary>Planted: each time somebody leaves, the last come first.</summary>
    private sealed class Reversing : IActor
    {
        private readonly QueueActor _actor = new();

        public ActorKind Kind => ActorKind.Queue;

        public Decision Decide(ActorState? state, ActorEvent input, in Env env)
        {
            var decision = _actor.Decide(state, input, env);
            return input is Told { Body: OfferEnded } && decision.Next is QueueState next
                ? decision with { Next = next with { Callers = [.. next.Callers.Reverse()] } } : decision;
        }
    }
}
