namespace ServerlessSip.Simulation.World;

/// <summary>The seed's choices: the same seed makes the same ones.</summary>
internal sealed class Chance(Profile profile, Random random)
{
    /// <summary>How often each fault happened.</summary>
    public int[] Happened { get; } = new int[Enum.GetValues<Fault>().Length];

    /// <summary>Whether faults may happen now.</summary>
    public bool IsOpen { get; set; } = true;

    public bool Hits(Fault fault)
    {
        if (!IsOpen || !profile.Has(fault) || random.NextDouble() >= profile.Chance[(int)fault]) return false;
        Happened[(int)fault]++;
        return true;
    }

    public void Note(Fault fault) => Happened[(int)fault]++;

    public int Next(int limit) => random.Next(limit);

    public bool OneIn(int n) => random.Next(n) == 0;

    public TimeSpan Between(double leastMs, double mostMs) =>
        TimeSpan.FromMilliseconds(leastMs + ((mostMs - leastMs) * random.NextDouble()));
}
