using System.Text;
using ServerlessSip.Ports;

namespace ServerlessSip.Contracts;

/// <summary>Encodes a <see cref="TestDocument"/> as its UTF-8 text.</summary>
public sealed class TestCodec : IDocumentCodec
{
    public int Version => 3;

    public byte[] Encode(object document) => Encoding.UTF8.GetBytes(((TestDocument)document).Text);

    public bool TryDecode(
        ActorKind kind, int version, ReadOnlyMemory<byte> bytes, out object? document, out string? reason)
    {
        document = version > Version ? null : new TestDocument(Encoding.UTF8.GetString(bytes.Span));
        reason = document is null ? $"version {version} is not known" : null;
        return document is not null;
    }
}
