using System.Text.Json.Serialization;

namespace ServerlessSip.Local.Recording;

/// <summary>One line of a recording; docs/ROUTE-TESTING.md has the form.</summary>
internal sealed record RecordedLine
{
    /// <summary>Milliseconds since the first line.</summary>
    public long Ms { get; init; }

    /// <summary>call, in, out, timeout, queue, command, cut.</summary>
    public required string Way { get; init; }

    /// <summary>The first line's: when the call began, and which domains are ours.</summary>
    public DateTimeOffset? At { get; init; }
    public IReadOnlyList<string>? Domains { get; init; }

    /// <summary>Of what came in: from where.</summary>
    public string? From { get; init; }

    /// <summary>Of a request that came with credentials: the user whom they name.</summary>
    public string? User { get; init; }

    /// <summary>Of a request to a phone of ours: whose it is.</summary>
    public string? Phone { get; init; }

    /// <summary>The message without what is secret; of a timeout what the relay said.</summary>
    public string? Text { get; init; }
}

/// <summary>How lines are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordedLine))]
internal sealed partial class RecordedJson : JsonSerializerContext;
