using ServerlessSip.Engine.Actors;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>One seed from its first step to the checks at its end.</summary>
internal static class SeedRun
{
    /// <summary>Clocks are wrong by up to 800 ms, and timers wait a moment for clocks that are behind.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Documents are forgotten 64·T1 and a slack after the end, with a sweep in between if a timer was lost.
    /// </summary>
    private static readonly TimeSpan Forgetting = TimeSpan.FromMinutes(12);

    /// <summary>How many Contacts are tried before the last: two phones of a user with a dead Contact each.</summary>
    private const int MostBefore = 3;

    public static SimWorld Run(int seed, Profile? profile = null, WorldOptions? options = null)
    {
        options = (options ?? WorldOptions.Default) with
        {
            Forking = (ForkingOrder)(seed % 5 < 2 ? 1 + (seed % 5) : 0),
            RecurseRedirects = seed % 2 == 0,
            AcceptForeign = seed % 7 != 0,
        };
        var world = new SimWorld(seed, profile, options);
        Script.Draw(world);
        Finish(world);
        return world;
    }

    public static void Finish(SimWorld world)
    {
        try
        {
            var quiet = QuietAt(world);
            world.RunUntil(quiet);
            Check(world, EndState.AfterTheCalls(world));
            world.RunUntil(quiet + Forgetting);
            Check(world, EndState.AfterForgetting(world));
        }
        finally
        {
            world.End();
        }
    }

    /// <summary>
    /// 64·T1 and timer C after the last fault; where phones are tried in turn, the time that the earlier ones ring
    /// comes before. The last call begins before the faults end.
    /// </summary>
    private static TimeSpan QuietAt(SimWorld world)
    {
        var limits = world.Settings.Limits;
        var hunting = world.Settings.Forking == ForkingOrder.Parallel ? TimeSpan.Zero : limits.RingTime * MostBefore;
        return world.Profile.FaultsEnd + limits.TransactionLife + limits.TimerC + hunting + Slack;
    }

    private static void Check(SimWorld world, IEnumerable<string> findings)
    {
        var all = findings.ToArray();
        foreach (var finding in all) world.Fail(finding);
        if (world.Failure is { } failure)
            throw new SimulationException(world.Seed, failure, world.Trace) { Findings = string.Join('\n', all) };
    }
}
