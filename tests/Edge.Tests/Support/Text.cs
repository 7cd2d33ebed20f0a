namespace ServerlessSip.Edge.Tests.Support;

/// <summary>SIP messages as text.</summary>
internal static class Text
{
    public const string Branch = "z9hG4bKone";

    public static string Request(
        string method, string branch = Branch, string via = "192.0.2.7:5071;rport", string toTag = "") =>
        $"{method} sip:bob@localhost SIP/2.0\r\nVia: SIP/2.0/UDP {via};branch={branch}\r\n{Rest(method, toTag)}";

    /// <summary>A response with this top Via, as functions send it or a phone answers it.</summary>
    public static string Response(
        int status,
        string method = "INVITE",
        string branch = Branch,
        string via = "192.0.2.7:5071;rport=5071",
        string toTag = "t") =>
        $"SIP/2.0 {status} Whatever\r\nVia: SIP/2.0/UDP {via};branch={branch}\r\n{Rest(method, toTag)}";

    private static string Rest(string method, string toTag) =>
        "Max-Forwards: 70\r\nFrom: <sip:alice@localhost>;tag=a\r\n"
        + $"To: <sip:bob@localhost>{(toTag.Length > 0 ? ";tag=" + toTag : "")}\r\n"
        + $"Call-ID: call-1\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n";
}
