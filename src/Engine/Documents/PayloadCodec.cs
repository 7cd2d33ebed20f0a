namespace ServerlessSip.Engine.Documents;

/// <summary>The payloads of envelopes as bytes, for a bus between processes.</summary>
public static class PayloadCodec
{
    /// <summary>Null for anything that is no payload of this version.</summary>
    public static object? Decode(ReadOnlySpan<byte> bytes) => null;
}
