using System.Text.Json;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Documents;

/// <summary>The payloads of envelopes as bytes, for a bus between processes.</summary>
public static class PayloadCodec
{
    /// <summary>The version that <see cref="Encode"/> writes.</summary>
    public const int Version = 1;

    /// <summary>Null for what is no payload.</summary>
    public static byte[]? Encode(object payload)
    {
        var document = payload switch
        {
            CommandReceived command => new PayloadDocument { Command = command },
            DnsAnswer answer => new PayloadDocument { Dns = answer },
            _ => null,
        };
        return document is null ? null
            : JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Default.PayloadDocument);
    }

    /// <summary>Null for anything that is no payload of this version.</summary>
    public static object? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var document = JsonSerializer.Deserialize(bytes, DocumentJson.Default.PayloadDocument);
            return document?.Version == Version ? document.Command ?? (object?)document.Dns : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
