using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>A SIP message as these tests write and read it: whatever is put in is sent, right or wrong.</summary>
internal sealed record SipText(string StartLine, IReadOnlyList<(string Name, string Value)> Headers, string Body = "")
{
    public int Status => StartLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal)
        ? int.Parse(StartLine.AsSpan(8, 3), CultureInfo.InvariantCulture)
        : 0;

    public string Method => Status > 0 ? "" : StartLine.Split(' ')[0];

    public string Uri => StartLine.Split(' ')[1];

    public string CSeqMethod => this["CSeq"].Split(' ')[^1];

    /// <summary>The first value of that header, or nothing.</summary>
    public string this[string name] => All(name).FirstOrDefault("");

    public IReadOnlyList<string> All(string name) =>
        [.. Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)];

    /// <summary>The values of a header that may be comma-joined name-addrs: Record-Route, Route, Contact.</summary>
    public IReadOnlyList<string> Addresses(string name) =>
        [.. All(name).SelectMany(value => Regex.Split(value, @",(?=\s*(?:""[^""]*""\s*)?<)"))
            .Select(value => value.Trim())];

    public string Tag(string name) => Regex.Match(this[name], @";\s*tag=([^;\s]+)").Groups[1].Value;

    public SipText With(string name, string value) =>
        this with { Headers = [.. Headers, (name, value)] };

    /// <summary>The header once, with this value, where its first one stood.</summary>
    public SipText Set(string name, string value)
    {
        var at = Headers.TakeWhile(header => !header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Count();
        var rest = Headers.Where(header => !header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        rest.Insert(Math.Min(at, rest.Count), (name, value));
        return this with { Headers = rest };
    }

    public static SipText Parse(ReadOnlySpan<byte> datagram)
    {
        var text = Encoding.UTF8.GetString(datagram);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = (end < 0 ? text : text[..end]).Split("\r\n");
        var headers = head.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            // Written anew from the body.
            .Where(parts => !parts[0].Trim().Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(parts => (LongName(parts[0].Trim()), parts[1].Trim()));
        return new SipText(head[0], [.. headers], end < 0 ? "" : text[(end + 4)..]);
    }

    public override string ToString()
    {
        var text = new StringBuilder(StartLine).Append("\r\n");
        foreach (var (name, value) in Headers) text.Append(name).Append(": ").Append(value).Append("\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n\r\n");
        return text.Append(Body).ToString();
    }

    private static string LongName(string name) => name.ToLowerInvariant() switch
    {
        "v" => "Via",
        "f" => "From",
        "t" => "To",
        "i" => "Call-ID",
        "m" => "Contact",
        _ => name,
    };
}
