using System.Text.Json;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Documents;

/// <summary>The payloads of envelopes as bytes, for a bus between processes.</summary>
public static class PayloadCodec
{
    /// <summary>The version that <see cref="Encode"/> writes.</summary>
    public const int Version = 1;

    /// <summary>Null for what is no payload.</summary>
    public static byte[]? Encode(object payload)
    {
        var blobs = BlobWriter.Current = new BlobWriter();
        var document = payload switch
        {
            CommandReceived command => new PayloadDocument { Command = command },
            TellBody body => new PayloadDocument { Tell = body },
            DnsAnswer answer => new PayloadDocument { Dns = answer },
            RouteAnswer answer => new PayloadDocument { Route = answer },
            // Its one message is its first blob: what has a place of its own needs no second look at the numbers.
            RouteQuestion question => new PayloadDocument
            {
                Question = question,
                Blobs = [question.Request.Bytes.ToArray()],
            },
            _ => null,
        };
        var bytes = document is null ? null
            : JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Default.PayloadDocument);
        if (blobs.Blobs.Count > (document?.Blobs?.Length ?? 0))
            throw new InvalidOperationException("a payload refers to bytes that it does not have");
        return bytes;
    }

    /// <summary>Null for anything that is no payload of this version.</summary>
    public static object? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            BlobReader.Current = new BlobReader(BlobsOf(bytes));
            var document = JsonSerializer.Deserialize(bytes, DocumentJson.Default.PayloadDocument);
            return document?.Version != Version ? null
                : document.Command ?? document.Dns ?? document.Question ?? document.Tell ?? (object?)document.Route;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException
            or NotSupportedException)
        {
            // The last is a body that does not say what it is.
            return null;
        }
    }

    private static List<ReadOnlyMemory<byte>> BlobsOf(ReadOnlySpan<byte> bytes)
    {
        var blobs = new List<ReadOnlyMemory<byte>>();
        if (bytes.IndexOf("\"blobs\":["u8) < 0) return blobs;
        var reader = new Utf8JsonReader(bytes);
        var root = JsonElement.ParseValue(ref reader);
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("blobs", out var list)
            && list.ValueKind == JsonValueKind.Array)
            foreach (var blob in list.EnumerateArray()) blobs.Add(blob.GetBytesFromBase64());
        return blobs;
    }
}
