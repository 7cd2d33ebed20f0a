using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Checks;

namespace ServerlessSip.Simulation.World;

/// <summary>What a test changes in a world.</summary>
internal sealed record WorldOptions
{
    public static readonly WorldOptions Default = new();

    public Plant Plant { get; init; }

    /// <summary>The number of the write, from 0, that fails; -1 for none. So too of the sends.</summary>
    public int FailWrite { get; init; } = -1;
    public int FailSend { get; init; } = -1;

    /// <summary>The number of the save, from 0, after which its engine dies; -1 for none.</summary>
    public int DieAfterSave { get; init; } = -1;

    public ForkingOrder Forking { get; init; } = ForkingOrder.Parallel;
    public bool RecurseRedirects { get; init; }
    public bool AcceptForeign { get; init; } = true;
    public EngineLimits Limits { get; init; } = EngineLimits.Default;

    /// <summary>
    /// How long an input waits on the bus before its turn, and a command on its way to its relay; null to let the seed
    /// say.
    /// </summary>
    public Func<Envelope, TimeSpan?>? InputDelay { get; init; }
    public Func<RelayCommand, TimeSpan?>? CommandDelay { get; init; }

    /// <summary>Which messages the network loses, by their text; null for those that chance picks alone.</summary>
    public Func<string, bool>? Loses { get; init; }

    /// <summary>
    /// The route of a request by its Request-URI's user, where null is code that never answers; null for no routes.
    /// </summary>
    public Func<string, Route?>? Route { get; init; }

    /// <summary>The user that there is a rule for; null for all of them.</summary>
    public string? RuleFor { get; init; }

    public bool WholeTrace { get; init; }
}
