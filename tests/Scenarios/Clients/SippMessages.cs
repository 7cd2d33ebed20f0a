using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>A message that SIPp sent or received, byte for byte (read as Latin-1), and when.</summary>
internal sealed record SippMessage(bool IsSent, DateTime At, string Raw)
{
    public SipText Text { get; } = SipText.Parse(Encoding.Latin1.GetBytes(Raw));

    public string StartLine => Raw[..Raw.IndexOf("\r\n", StringComparison.Ordinal)];

    public string Body => Raw[(Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    /// <summary>The header lines as they are, in order.</summary>
    public IReadOnlyList<string> Lines =>
        Raw[..Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n")[1..];

    public override string ToString() => $"{At:HH:mm:ss.ffffff} {(IsSent ? "sent" : "received")} {StartLine}";
}

/// <summary>All that one SIPp sent and received, from its message log.</summary>
internal sealed class SippMessages
{
    private static readonly Regex Head = new(
        @"^-{40,} (?<at>\d{4}-\d\d-\d\d[ \t]+\d\d:\d\d:\d\d\.\d+)[^\n]*\n"
        + @"\w+ message (?<way>sent|received) [\[(](?<bytes>\d+)[ \])]*bytes[^\n]*\n\n", RegexOptions.Multiline);

    private SippMessages(IReadOnlyList<SippMessage> all) => All = all;

    public IReadOnlyList<SippMessage> All { get; }

    public static SippMessages Read(string path)
    {
        if (!File.Exists(path)) return new SippMessages([]);
        var log = File.ReadAllText(path, Encoding.Latin1);
        var text = CultureInfo.InvariantCulture;
        return new SippMessages([.. Head.Matches(log).Select(head => new SippMessage(
            head.Groups["way"].Value == "sent",
            DateTime.Parse(head.Groups["at"].Value, text),
            log.Substring(head.Index + head.Length, int.Parse(head.Groups["bytes"].Value, text))))]);
    }

    /// <summary>Those whose start line has this in it: a method, or a status.</summary>
    public IReadOnlyList<SippMessage> Sent(string start) =>
        [.. All.Where(message => message.IsSent && Is(message, start))];

    public IReadOnlyList<SippMessage> Received(string start) =>
        [.. All.Where(message => !message.IsSent && Is(message, start))];

    public override string ToString() => string.Join('\n', All);

    private static bool Is(SippMessage message, string start) =>
        message.StartLine.StartsWith($"{start} ", StringComparison.Ordinal)
        || message.StartLine.StartsWith($"SIP/2.0 {start} ", StringComparison.Ordinal);
}
