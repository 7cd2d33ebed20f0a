using System.Globalization;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>How envelopes become Service Bus messages. The same in every process.</summary>
public sealed record ServiceBusOptions
{
    public static readonly ServiceBusOptions Default = new();

    /// <summary>After so many deliveries an input is a dead letter, with its own reason; below the queue's.</summary>
    public const int MaxDeliveries = 9;

    public SessionStrategy Strategy { get; init; } = SessionStrategy.Lane;

    /// <summary>How many lanes there are, 1 to 10,000; to change it, the queue must be drained.</summary>
    public int Lanes { get; init; } = 64;

    /// <summary>Most sends of one process under way at one time; beyond that the bus is full.</summary>
    public int MaxInFlight { get; init; } = 4_096;

    /// <summary>How long a command over HTTP is of use.</summary>
    public TimeSpan CommandLife { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long work is of use.</summary>
    public TimeSpan WorkLife { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The session that keeps the order of an actor's inputs.</summary>
    public string SessionOf(ActorKey actor) => Strategy == SessionStrategy.Call
        ? actor.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"L{(int)(actor.Hash % (UInt128)(uint)Lanes)}");
}
