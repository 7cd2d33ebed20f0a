using System.Text;
using System.Text.Json;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.RouteTesting.Replaying;

/// <summary>One line of a recording.</summary>
internal sealed record RecordedLine
{
    private static readonly string[] s_ways = ["call", "in", "out", "timeout", "queue", "command", "cut"];

    public required TimeSpan At { get; init; }
    public required string Way { get; init; }
    public string? User { get; init; }
    public string? Phone { get; init; }
    public DateTimeOffset? Began { get; init; }
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Null in lines that carry none.</summary>
    public SipMessage? Message { get; init; }

    public bool Comes => Way == "in";

    public bool IsRequest(string method) =>
        Message is { IsRequest: true } && Encoding.ASCII.GetString(Message.MethodText) == method;

    /// <summary>An INVITE outside a dialog.</summary>
    public bool IsInvite => IsRequest("INVITE") && Message!.ToTag.IsEmpty;

    /// <summary>A response to INVITE, 100 left out.</summary>
    public bool IsAnswer =>
        Message is { IsRequest: false, StatusCode: > 100 } && Message.MethodText.SequenceEqual("INVITE"u8);

    public string Branch => Encoding.ASCII.GetString(Message!.TopVia!.Branch);

    public string FromTag => Encoding.UTF8.GetString(Message!.FromTag);
    public string ToTag => Encoding.UTF8.GetString(Message!.ToTag);
    public string CallId => Encoding.UTF8.GetString(Message!.CallId);

    /// <exception cref="SipTestException">It is no line of a recording.</exception>
    public static RecordedLine Read(string where, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var line = json.RootElement;
            var way = line.GetProperty("way").GetString()!;
            if (!s_ways.Contains(way)) throw Bad(where, $"\"{way}\" is unknown");
            return new RecordedLine
            {
                At = TimeSpan.FromMilliseconds(line.GetProperty("ms").GetInt64()),
                Way = way,
                User = Text(line, "user"),
                Phone = Text(line, "phone"),
                Began = line.TryGetProperty("at", out var at) ? at.GetDateTimeOffset() : null,
                Domains = line.TryGetProperty("domains", out var domains)
                    ? [.. domains.EnumerateArray().Select(d => d.GetString()!.ToLowerInvariant())] : [],
                Message = way is "in" or "out" ? Parse(where, line.GetProperty("text").GetString()!) : null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw Bad(where, e.Message);
        }
    }

    /// <summary>The header lines that are not in a list, each ended by CRLF.</summary>
    public string LinesBut(IReadOnlySet<HeaderName> names)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < Message!.HeaderCount; i++)
        {
            var field = Message.Header(i);
            if (names.Contains(field.Name)) continue;
            lines.Append(Encoding.UTF8.GetString(field.NameText.Span)).Append(": ");
            lines.Append(Encoding.UTF8.GetString(field.Value.Span)).Append("\r\n");
        }
        return lines.ToString();
    }

    private static SipMessage Parse(string where, string text) =>
        SipMessage.TryParse(Encoding.UTF8.GetBytes(text), out var message, out var error)
            ? message! : throw Bad(where, $"{error}");

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static SipTestException Bad(string where, string why) => new($"{where} is no line of a recording: {why}");
}
