namespace ServerlessSip.Engine.Proxy;

/// <summary>The 32 bits that stand for a relay's id in a token (FNV-1a).</summary>
internal static class RelayHash
{
    public static uint Of(string relay)
    {
        var hash = 2166136261u;
        foreach (var c in relay) hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
