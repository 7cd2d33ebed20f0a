namespace ServerlessSip.Simulation.World;

/// <summary>What one seed's world is like: how many machines, and how likely each fault is.</summary>
internal sealed record Profile
{
    public int Relays { get; init; } = 1;
    public int Engines { get; init; } = 1;

    /// <summary>Probabilities, by fault; 0 for a fault that this world does not know.</summary>
    public double[] Chance { get; init; } = new double[Enum.GetValues<Fault>().Length];

    /// <summary>When the last fault may happen.</summary>
    public TimeSpan FaultsEnd { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How wrong the clocks of relays and engines are at most.</summary>
    public TimeSpan MaxSkew { get; init; }

    public static readonly Profile Calm = new();

    public bool Has(Fault fault) => Chance[(int)fault] > 0;

    public Profile With(Fault fault, double chance)
    {
        var chances = (double[])Chance.Clone();
        chances[(int)fault] = chance;
        return this with { Chance = chances };
    }

    /// <summary>Each fault is there in about every third world.</summary>
    public static Profile Draw(Random random)
    {
        var profile = new Profile { Relays = random.Next(1, 4), Engines = random.Next(1, 4) };
        foreach (var fault in Enum.GetValues<Fault>())
        {
            if (random.Next(3) == 0) profile = profile.With(fault, Most(fault) * (0.2 + (0.8 * random.NextDouble())));
        }
        if (profile.Has(Fault.Skew)) profile = profile with { MaxSkew = TimeSpan.FromMilliseconds(800) };
        return profile;
    }

    private static double Most(Fault fault) => fault switch
    {
        Fault.Loss or Fault.StoreSlow => 0.1,
        Fault.Duplicate or Fault.Reorder or Fault.BusDelay => 0.15,
        Fault.BusTransient => 0.02,
        Fault.Skew => 1,
        Fault.RelayRestart or Fault.LostConnection => 1,
        Fault.DnsSlow => 0.5,
        Fault.DnsFails => 0.3,
        _ => 0.05,
    };
}
