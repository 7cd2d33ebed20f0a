using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessSip.Engine.Routing;

/// <summary>
/// A route as JSON, the same from C#, scripts and webhooks: <c>{"ring":["sip:ann@x"],"else":{"queue":"sales"}}</c>.
/// </summary>
public static class RouteDocument
{
    /// <summary>Most bytes of a document.</summary>
    public const int MaxBytes = 16 * 1024;

    private static readonly JsonWriterOptions s_writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a document; never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out Route? route, out RouteDocumentError? error)
    {
        (route, error) = (null, null);
        if (json.Length > MaxBytes)
        {
            error = new RouteDocumentError("$", $"at most {MaxBytes} bytes");
            return false;
        }
        try
        {
            var reader = new Utf8JsonReader(json);
            var root = JsonElement.ParseValue(ref reader);
            if (reader.Read()) error = new RouteDocumentError("$", "one object and nothing after it");
            else route = RouteReader.Read(root, "$", out error);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // An InvalidOperationException is a string that is no UTF-8 or UTF-16.
            var at = fault is JsonException { LineNumber: { } line } json2
                ? $" (line {line + 1}, byte {json2.BytePositionInLine + 1})" : "";
            error = new RouteDocumentError("$", $"JSON{at}");
        }
        if (error is null && !RouteChecks.Size.Holds(route!))
            error = new RouteDocumentError("$", RouteChecks.Size.Expected);
        if (error is not null) route = null;
        return route is not null;
    }

    public static void Write(Route route, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, s_writing);
        RouteWriter.Write(writer, route);
    }

    public static string ToJson(Route route)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(route, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
