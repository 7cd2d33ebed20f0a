using System.Collections.Concurrent;
using System.Globalization;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.World;
using Xunit.Abstractions;

namespace ServerlessSip.Simulation.Runs;

public class SeedTests(ITestOutputHelper output)
{
    /// <summary>How many seeds are run when <c>SIM_SEEDS</c> does not say.</summary>
    private const int UsualSeeds = 1_000;
    private const int MostFailures = 20;

    /// <summary>What the proxy's decisions must have led to somewhere in the run.</summary>
    private static readonly string[] Branches =
    [
        "180 to Invite", "200 to Invite", "200 to Message", "200 to Bye", "200 to Cancel", "401 to Register",
        "100 to Message", "183 to Invite", "200 to Info", "200 to Notify", "200 to Options", "200 to Prack",
        "200 to Subscribe", "200 to Update", "202 to Refer", "302 to Invite", "400 to Message", "401 to Invite",
        "403 to Invite", "404 to Invite", "407 to Invite", "415 to Invite", "416 to Message", "420 to Message",
        "482 to Invite", "483 to Message", "484 to Invite", "505 to Message",
        "600 to Invite", "408 to Invite", "480 to Invite", "481 to Bye", "481 to Cancel",
        "481 to Invite", "486 to Invite", "487 to Invite", "500 to Invite", "603 to Invite", "Ack", "Bye", "Cancel",
        "Cancel with Reason", "Invite",
        "Info", "Notify", "Options", "Prack", "Refer", "Subscribe", "Update", "Other", "decided DnsAnswer",
        "decided timeout NoResponse", "decided timeout TransportError", "effect ResolveDns",
        "decided TimerFired", "effect AcceptTransaction", "effect StopSending", "effect Schedule",
    ];

    [Fact]
    public void A_calm_world_keeps_every_invariant()
    {
        for (var seed = 1; seed <= 10; seed++) SeedRun.Run(seed, Profile.Calm);
    }

    [Fact]
    public void The_same_seed_makes_the_same_steps()
    {
        for (var seed = 1; seed <= 5; seed++)
            Assert.Equal(SeedRun.Run(seed).Trace.ToString(), SeedRun.Run(seed).Trace.ToString());
    }

    [Fact]
    public void Every_seed_keeps_every_invariant()
    {
        if (Number("SIM_SEED") is { } only)
        {
            var world = SeedRun.Run(only, options: WorldOptions.Default with { WholeTrace = true });
            output.WriteLine(world.Trace.ToString());
            return;
        }
        var statistics = new Statistics();
        var failures = new ConcurrentQueue<SimulationException>();
        var first = Number("SIM_BASE") ?? 1;
        Parallel.For(first, first + (Number("SIM_SEEDS") ?? UsualSeeds), seed =>
        {
            if (failures.Count >= MostFailures) return;
            try
            {
                statistics.Add(SeedRun.Run(seed));
            }
            catch (SimulationException failure)
            {
                failures.Enqueue(failure);
            }
        });
        Assert.True(failures.IsEmpty, Told(failures));
        Report(statistics);
        Check(statistics);
    }

    private static void Check(Statistics statistics)
    {
        if (statistics.Seeds < 200) return;
        foreach (var fault in Enum.GetValues<Fault>())
            Assert.True(statistics.Share(fault) >= 0.05,
                $"{fault} happens in {statistics.Share(fault):P1} of the seeds");
        foreach (var one in Enum.GetValues<CancelCase>())
            Assert.True(statistics.Count(one) >= 5, $"CANCEL {one} happens {statistics.Count(one)} times");
        foreach (var branch in Branches) Assert.True(statistics.Hits.ContainsKey(branch), $"never seen: {branch}");
        Assert.True(statistics.FewestCalls >= 3, $"a seed with {statistics.FewestCalls} calls");
        Assert.True(statistics.FewestSteps >= 300, $"a seed with {statistics.FewestSteps} steps");
    }

    /// <summary>All in a line each, the first with its steps.</summary>
    private static string Told(IReadOnlyCollection<SimulationException> failures) =>
        string.Join(Environment.NewLine, failures.Select(f => $"SIM_SEED={f.Seed}: {f.Failure}"))
        + Environment.NewLine + failures.FirstOrDefault()?.Message;

    private void Report(Statistics statistics)
    {
        output.WriteLine(statistics.ToString());
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults"));
        File.WriteAllText(Path.Combine(folder.FullName, "simulation.txt"), statistics.ToString());
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
