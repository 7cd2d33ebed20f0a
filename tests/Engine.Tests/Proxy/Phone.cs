using System.Text;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

/// <summary>Texts of the requests that a caller sends.</summary>
internal static class Phone
{
    public const string CallId = "call-1@caller";

    public static string Request(
        string method,
        string uri = "sip:bob@sip.test",
        string from = "sip:mallory@elsewhere.example",
        string? toTag = null,
        string branch = "z9hG4bKfirst",
        int cseq = 1,
        string fromTag = "caller",
        string lines = "",
        string? callId = null,
        string to = "sip:bob@sip.test") =>
        $"{method} {uri} SIP/2.0\r\n"
        + $"Via: SIP/2.0/UDP 127.0.0.1:5070;branch={branch};rport=5070;received=127.0.0.1\r\n"
        + "Max-Forwards: 70\r\n"
        + $"From: <{from}>;tag={fromTag}\r\n"
        + $"To: <{to}>{(toTag is null ? "" : $";tag={toTag}")}\r\n"
        + $"Call-ID: {callId ?? CallId}\r\n"
        + $"CSeq: {cseq} {method}\r\n"
        + "Contact: <sip:mallory@127.0.0.1:5070>\r\n"
        + lines
        + "Content-Length: 0\r\n\r\n";

    public static string Invite(string branch = "z9hG4bKfirst", string lines = "", string uri = "sip:bob@sip.test") =>
        Request("INVITE", uri, branch: branch, lines: lines);

    public static string Cancel(string branch = "z9hG4bKfirst", string lines = "", string fromTag = "caller") =>
        Request("CANCEL", branch: branch, lines: lines, fromTag: fromTag);

    /// <summary>A request inside the dialog from the caller, by the route set that a 2xx brought.</summary>
    public static string InDialog(
        string method, Sent success, string calleeTag, int cseq, string branch, string uri = "sip:bob@127.0.0.1:6001")
    {
        var routes = success.Routes(HeaderName.RecordRoute).Reverse();
        return Request(
            method, uri, toTag: calleeTag, cseq: cseq, branch: branch,
            lines: string.Concat(routes.Select(r => $"Route: {r}\r\n")));
    }

    /// <summary>A Proxy-Authorization line that answers a 407.</summary>
    public static string Authorize(Sent challenge, string user, string password, string method, string uri)
    {
        Assert.True(challenge.Message.TryGet(HeaderName.ProxyAuthenticate, out var value));
        var text = Encoding.ASCII.GetString(value.Span);
        var nonce = text.Split("nonce=\"")[1].Split('"')[0];
        var ha1 = UserCredentials.FromPassword(user, CallBench.Domain, password).Md5;
        var ha2 = Md5($"{method}:{uri}");
        var response = Md5($"{ha1}:{nonce}:00000001:c:auth:{ha2}");
        return $"Proxy-Authorization: Digest username=\"{user}\", realm=\"{CallBench.Domain}\", nonce=\"{nonce}\", "
            + $"uri=\"{uri}\", qop=auth, nc=00000001, cnonce=\"c\", response=\"{response}\", algorithm=MD5\r\n";
    }

#pragma warning disable CA5351 // Digest is MD5 by its RFC.
    private static string Md5(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5351
}
