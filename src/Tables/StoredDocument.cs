using ServerlessSip.Ports;

namespace ServerlessSip.Tables;

/// <summary>An encoded document with all that its entity says of it.</summary>
public sealed record StoredDocument
{
    public required ActorKey Key { get; init; }

    /// <summary>The version of the document's own encoding (<see cref="IDocumentCodec.Version"/>).</summary>
    public required int Version { get; init; }

    /// <summary>What the codec wrote, at most <see cref="EntityLayout.MaxDocumentBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required DocumentColumns Columns { get; init; }
}
