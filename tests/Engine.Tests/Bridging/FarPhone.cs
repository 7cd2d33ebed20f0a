using System.Text;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Bridging;

/// <summary>A phone at the far end of one of our legs: it speaks from what we sent to it.</summary>
internal sealed class FarPhone
{
    private readonly string _local;
    private readonly string _remote;
    private int _cseq = 100;

    private FarPhone(SipMessage from, string local, string remote, int port)
    {
        (_local, _remote, Port) = (local, remote, port);
        CallId = Encoding.ASCII.GetString(from.CallId);
        Target = from.Contacts![0].Uri.ToString();
    }

    public const string Sdp = "v=0\r\no=phone 7 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        + "m=audio 4000 RTP/AVP 0\r\n";

    public string CallId { get; }
    public string Target { get; }
    public int Port { get; }

    /// <summary>The one that we called.</summary>
    public static FarPhone Called(Sent invite, string tag, int port = 6001) =>
        new(invite.Message, $"{Text(invite.Message.To!)};tag={tag}", Text(invite.Message.From!), port);

    /// <summary>The one that called us, as it stands when it got our answer.</summary>
    public static FarPhone Caller(Sent answer, int port = 5070) =>
        new(answer.Message, Text(answer.Message.From!), Text(answer.Message.To!), port);

    /// <summary>A request in the dialog.</summary>
    public string Request(string method, string body = "", string lines = "", int? cseq = null, string? branch = null)
    {
        var number = cseq ?? ++_cseq;
        var type = body.Length > 0 ? "Content-Type: application/sdp\r\n" : "";
        return $"{method} {Target} SIP/2.0\r\n"
            + $"Via: SIP/2.0/UDP 127.0.0.1:{Port};branch={branch ?? $"z9hG4bK{Port}x{number}{method}"}\r\n"
            + $"Max-Forwards: 70\r\nFrom: {_local}\r\nTo: {_remote}\r\nCall-ID: {CallId}\r\nCSeq: {number} {method}\r\n"
            + $"Contact: <sip:phone@127.0.0.1:{Port}>\r\n{type}{lines}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    /// <summary>A response of a phone to a request of ours.</summary>
    public static string Answer(Sent request, int status, string tag = "", string body = "", string lines = "")
    {
        var contact = $"Contact: <sip:phone@127.0.0.1:{PortOf(request)}>\r\n";
        var type = body.Length > 0 ? "Content-Type: application/sdp\r\n" : "";
        return Encoding.Latin1.GetString(ResponseWriter.Write(new ResponseParts
        {
            Request = request.Message,
            StatusCode = status,
            ToTag = Encoding.ASCII.GetBytes(tag),
            HeaderLines = Encoding.ASCII.GetBytes(contact + type + lines),
            Body = Encoding.ASCII.GetBytes(body),
        }));
    }

    public static string Body(Sent sent) => Encoding.Latin1.GetString(sent.Message.Body.Span);

    private static int PortOf(Sent sent) => sent.Effect.Address?.Port ?? sent.Effect.Flow!.Remote.Port;

    private static string Text(NameAddr address) => Encoding.Latin1.GetString(address.Text.Span);
}
