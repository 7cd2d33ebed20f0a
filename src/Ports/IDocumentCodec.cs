namespace ServerlessSip.Ports;

/// <summary>Turns documents into bytes and back. Implemented by the engine, used by stores that keep bytes.</summary>
public interface IDocumentCodec
{
    /// <summary>The version that <see cref="Encode"/> writes.</summary>
    int Version { get; }

    byte[] Encode(object document);

    /// <summary>Reads any version up to <see cref="Version"/>; false with a reason for anything else.</summary>
    bool TryDecode(ActorKind kind, int version, ReadOnlyMemory<byte> bytes, out object? document, out string? reason);
}
