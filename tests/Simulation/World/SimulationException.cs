namespace ServerlessSip.Simulation.World;

/// <summary>An invariant does not hold: the seed, what is wrong, and the steps before.</summary>
internal sealed class SimulationException(int seed, string failure, Trace trace)
    : Exception($"SIM_SEED={seed}: {failure}{Environment.NewLine}{trace}")
{
    public int Seed { get; } = seed;

    public string Failure { get; } = failure;

    /// <summary>All that was found, a line each; the first is the failure.</summary>
    public string Findings { get; init; } = failure;
}
