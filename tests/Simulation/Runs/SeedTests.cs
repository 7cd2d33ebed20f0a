using System.Collections.Concurrent;
using System.Globalization;
using ServerlessSip.Simulation.World;
using Xunit.Abstractions;

namespace ServerlessSip.Simulation.Runs;

public class SeedTests(ITestOutputHelper output)
{
    /// <summary>How many seeds are run when <c>SIM_SEEDS</c> does not say.</summary>
    private const int UsualSeeds = 1_000;
    private const int MostFailures = 20;

    [Fact]
    public void A_calm_world_keeps_every_invariant()
    {
        for (var seed = 1; seed <= 10; seed++) SeedRun.Run(seed, Profile.Calm);
    }

    [Fact]
    public void Every_seed_keeps_every_invariant()
    {
        if (Number("SIM_SEED") is { } only)
        {
            var world = SeedRun.Run(only, wholeTrace: true);
            output.WriteLine(world.Trace.ToString());
            return;
        }
        var statistics = new Statistics();
        var failures = new ConcurrentQueue<SimulationException>();
        Parallel.For(1, 1 + (Number("SIM_SEEDS") ?? UsualSeeds), seed =>
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
            Assert.True(statistics.Share(fault) >= 0.05, $"{fault} happens in {statistics.Share(fault):P1} of the seeds");
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
