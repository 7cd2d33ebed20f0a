using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Documents;

/// <summary>
/// Documents as bytes: the length of the JSON, the JSON, then the length and the bytes of each blob that it refers to.
/// Lengths are four bytes, low byte first.
/// </summary>
public sealed class EngineDocumentCodec : IDocumentCodec
{
    public const int CurrentVersion = 1;

    /// <summary>No page shows these bytes, so that angle brackets need no escape.</summary>
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Version => CurrentVersion;

    public byte[] Encode(object document)
    {
        var blobs = BlobWriter.Current = new BlobWriter();
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json, Writing))
            JsonSerializer.Serialize(writer, (ActorDocument)document, StrictJson.Document);
        var bytes = new byte[sizeof(int) + json.WrittenCount + blobs.Size];
        var rest = Append(bytes, json.WrittenSpan);
        foreach (var blob in blobs.Blobs) rest = Append(rest, blob.Span);
        return bytes;
    }

    public bool TryDecode(
        ActorKind kind, int version, ReadOnlyMemory<byte> bytes, out object? document, out string? reason)
    {
        (document, reason) = (null, null);
        if (version != CurrentVersion) reason = $"version {version} is not known";
        else if (!TryTake(ref bytes, out var json)) reason = "the document is cut off";
        else if (!TryTakeAll(bytes, out var blobs)) reason = "a blob of the document is cut off";
        else document = Read(json, blobs, out reason);
        if (document is ActorDocument read && read.Key.Kind != kind)
            (document, reason) = (null, $"a document of kind {read.Key.Kind}, not {kind}");
        return document is not null;
    }

    private static ActorDocument? Read(ReadOnlyMemory<byte> json, List<ReadOnlyMemory<byte>> blobs, out string? reason)
    {
        BlobReader.Current = new BlobReader(blobs);
        try
        {
            var document = JsonSerializer.Deserialize(json.Span, StrictJson.Document);
            reason = document is null ? "the document is null" : null;
            return document;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            reason = fault.Message;
            return null;
        }
    }

    private static Span<byte> Append(Span<byte> rest, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, part.Length);
        part.CopyTo(rest[sizeof(int)..]);
        return rest[(sizeof(int) + part.Length)..];
    }

    private static bool TryTakeAll(ReadOnlyMemory<byte> bytes, out List<ReadOnlyMemory<byte>> blobs)
    {
        blobs = [];
        while (!bytes.IsEmpty)
        {
            if (!TryTake(ref bytes, out var blob)) return false;
            blobs.Add(blob);
        }
        return true;
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> part)
    {
        part = default;
        if (rest.Length < sizeof(int)) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        if (length < 0 || length > rest.Length - sizeof(int)) return false;
        part = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return true;
    }
}
