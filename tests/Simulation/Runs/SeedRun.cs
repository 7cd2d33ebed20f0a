using ServerlessSip.Engine.Actors;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>One seed from its first step to the checks at its end.</summary>
internal static class SeedRun
{
    /// <summary>
    /// The last call begins at 32 s at most; then timer C, and 64·T1 for the CANCEL and for what follows.
    /// </summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(45 + 181 + 32 + 32 + 40);

    /// <summary>
    /// Documents are forgotten 64·T1 and a slack after the end, with a sweep in between if a timer was lost.
    /// </summary>
    public static readonly TimeSpan Forgotten = Quiet + TimeSpan.FromMinutes(12);

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
            world.RunUntil(Quiet);
            Check(world, EndState.AfterTheCalls(world));
            world.RunUntil(Forgotten);
            Check(world, EndState.AfterForgetting(world));
        }
        finally
        {
            world.End();
        }
    }

    private static void Check(SimWorld world, IEnumerable<string> findings)
    {
        var all = findings.ToArray();
        foreach (var finding in all) world.Fail(finding);
        if (world.Failure is { } failure)
            throw new SimulationException(world.Seed, failure, world.Trace) { Findings = string.Join('\n', all) };
    }
}
