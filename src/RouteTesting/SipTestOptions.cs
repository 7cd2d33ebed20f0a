using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.RouteTesting;

/// <summary>What a test starts with.</summary>
public sealed record SipTestOptions
{
    /// <summary>The domain that is ours.</summary>
    public string Domain { get; init; } = "example.com";

    /// <summary>The instant at which the clock stands at first.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Adds what the constructors of the routes want; the clock is there as <see cref="TimeProvider"/>.
    /// </summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Changes what the engine is told, e.g. its queues, trunks or limits.</summary>
    public Func<EngineSettings, EngineSettings>? Settings { get; init; }

    /// <summary>
    /// Users and servers (user@host) that do not even say 100 Trying: unreachable, until they are told to answer.
    /// </summary>
    public IReadOnlySet<string> Silent { get; init; } = new HashSet<string>();

    public SipTestFaults Faults { get; init; } = SipTestFaults.None;
}

/// <summary>What goes wrong in a test; the outcome must be the same.</summary>
public sealed record SipTestFaults
{
    public static readonly SipTestFaults None = new();

    /// <summary>Every input comes twice, as a bus may do that delivers at least once.</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>The instance dies instead of this save (from 1); 0 for never. The input comes to another one.</summary>
    public int DieBeforeSave { get; init; }

    /// <summary>The instance dies between this save and what it would have sent.</summary>
    public int DieAfterSave { get; init; }

    /// <summary>At this save another instance was first: it is decided again.</summary>
    public int ConflictAtSave { get; init; }

    public override string ToString() =>
        DeliverTwice ? "every input delivered twice"
        : DieBeforeSave > 0 ? $"dead before save {DieBeforeSave}"
        : DieAfterSave > 0 ? $"dead after save {DieAfterSave}"
        : ConflictAtSave > 0 ? $"conflict at save {ConflictAtSave}" : "nothing failing";
}
