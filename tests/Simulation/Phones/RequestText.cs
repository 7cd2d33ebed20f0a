using System.Text;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A request as a phone writes it.</summary>
internal sealed record RequestText
{
    public required string Method { get; init; }
    public required string Uri { get; init; }
    public required string Branch { get; init; }
    public required string From { get; init; }
    public required string FromTag { get; init; }
    public required string To { get; init; }
    public string ToTag { get; init; } = "";
    public required string CallId { get; init; }
    public required uint CSeq { get; init; }
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Whole lines.</summary>
    public string Lines { get; init; } = "";
    public string Body { get; init; } = "";
    public string ContactParameters { get; init; } = "";

    public byte[] Write(SimPhone phone)
    {
        var tag = ToTag.Length == 0 ? "" : $";tag={ToTag}";
        var routes = string.Concat(Routes.Select(r => $"Route: {r}\r\n"));
        return Encoding.Latin1.GetBytes(
            $"{Method} {Uri} SIP/2.0\r\nVia: SIP/2.0/UDP {phone.EndPoint};branch={Branch};rport\r\n"
            + $"Max-Forwards: 70\r\n{routes}From: <{From}>;tag={FromTag}\r\nTo: <{To}>{tag}\r\n"
            + $"Call-ID: {CallId}\r\nCSeq: {CSeq} {Method}\r\nContact: <{phone.Contact}>{ContactParameters}\r\n{Lines}"
            + $"Content-Length: {Body.Length}\r\n\r\n{Body}");
    }
}
