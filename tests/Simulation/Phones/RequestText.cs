using System.Globalization;
using System.Text;
using ServerlessSip.Ports;

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
    public int MaxForwards { get; init; } = 70;
    public string Version { get; init; } = "SIP/2.0";

    /// <summary>The sent-by of the Via when something on the way changes it; null for the phone's own.</summary>
    public string? SentBy { get; init; }

    /// <summary>Whole lines.</summary>
    public string Lines { get; init; } = "";
    public string Body { get; init; } = "";

    /// <summary>The Contact when it is not the phone's usual one.</summary>
    public string? Contact { get; init; }

    /// <summary>After the Contact, as its parameters and further ones.</summary>
    public string AfterContact { get; init; } = "";

    public byte[] Write(SimPhone phone)
    {
        var tag = ToTag.Length == 0 ? "" : $";tag={ToTag}";
        var routes = string.Concat(Routes.Select(r => $"Route: {r}\r\n"));
        var terse = phone.Traits.IsTerse;
        var hops = terse && MaxForwards == 70
            ? "" : string.Create(CultureInfo.InvariantCulture, $"Max-Forwards: {MaxForwards}\r\n");
        var length = terse && !phone.IsOnStream
            ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        return Encoding.Latin1.GetBytes(
            $"{Method} {Uri} {Version}\r\nVia: SIP/2.0/{Name(phone.Transport)} {SentBy ?? phone.EndPoint.ToString()}"
            + $";branch={Branch};rport\r\n{hops}{routes}From: <{From}>;tag={FromTag}\r\nTo: <{To}>{tag}\r\n"
            + $"Call-ID: {CallId}\r\nCSeq: {CSeq} {Method}\r\n"
            + $"{ContactLine(phone)}{Lines}"
            + $"{length}\r\n{Body}");
    }

    private string ContactLine(SimPhone phone) => phone.Traits.HasNoContact && Method != "REGISTER"
        ? "" : $"Contact: <{Contact ?? phone.Contact}>{AfterContact}\r\n";

    private static string Name(SipTransport transport) => transport.ToString().ToUpperInvariant();
}
