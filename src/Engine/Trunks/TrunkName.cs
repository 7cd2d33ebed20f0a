using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Trunks;

/// <summary>What trunks are called, and the actor behind a name.</summary>
public static class TrunkName
{
    /// <summary>See <see cref="PlainName"/>.</summary>
    public static bool IsName(string name) => PlainName.Is(name);

    public static ActorKey Key(string name) => new(ActorKind.Trunk, AddressOfRecord.Hash(name));

    public static string Resource(string name) => $"trunks/{name}";
}
