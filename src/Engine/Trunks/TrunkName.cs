using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Trunks;

/// <summary>What trunks are called, and the actor behind a name.</summary>
public static class TrunkName
{
    public const int MaxLength = 64;

    /// <summary>1 to 64 lower-case letters, digits and . _ + -</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '+' or '-');

    public static ActorKey Key(string name) => new(ActorKind.Trunk, AddressOfRecord.Hash(name));

    public static string Resource(string name) => $"trunks/{name}";
}
