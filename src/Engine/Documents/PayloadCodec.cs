namespace ServerlessSip.Engine.Documents;
public static class PayloadCodec { public static object? Decode(ReadOnlySpan<byte> bytes) => null; }
