using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Queues;

/// <summary>What queues and park slots are called, and the actor behind a name.</summary>
public static class QueueName
{
    private const string SlotPrefix = "park:";

    /// <summary>See <see cref="PlainName"/>.</summary>
    public static bool IsName(string name) => PlainName.Is(name);

    /// <summary>The name under which a park slot waits: no queue can have it.</summary>
    public static string OfSlot(string slot) => SlotPrefix + slot;

    public static bool IsSlot(string name) => name.StartsWith(SlotPrefix, StringComparison.Ordinal);

    /// <summary>The actor of a queue, or of a slot by the name that <see cref="OfSlot"/> made.</summary>
    public static ActorKey Key(string name) => new(ActorKind.Queue, AddressOfRecord.Hash(name));

    /// <summary><c>queues/sales</c> or <c>parks/701</c>.</summary>
    public static string Resource(string name) =>
        IsSlot(name) ? $"parks/{name[SlotPrefix.Length..]}" : $"queues/{name}";
}
