using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Queues;

/// <summary>What queues and park slots are called, and the actor behind a name.</summary>
public static class QueueName
{
    public const int MaxLength = 64;

    private const string SlotPrefix = "park:";

    /// <summary>1 to 64 lower-case letters, digits and . _ + -</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '+' or '-');

    /// <summary>The name under which a park slot waits: no queue can have it.</summary>
    public static string OfSlot(string slot) => SlotPrefix + slot;

    public static bool IsSlot(string name) => name.StartsWith(SlotPrefix, StringComparison.Ordinal);

    /// <summary>The actor of a queue, or of a slot by the name that <see cref="OfSlot"/> made.</summary>
    public static ActorKey Key(string name) => new(ActorKind.Queue, AddressOfRecord.Hash(name));

    /// <summary><c>queues/sales</c> or <c>parks/701</c>.</summary>
    public static string Resource(string name) =>
        IsSlot(name) ? $"parks/{name[SlotPrefix.Length..]}" : $"queues/{name}";
}
