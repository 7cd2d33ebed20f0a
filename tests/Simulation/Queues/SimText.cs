using System.Net;
using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Queues;

/// <summary>Texts of requests and responses, as plain phones write them.</summary>
internal static class SimText
{
    public static SipMessage Parse(ReadOnlyMemory<byte> bytes) =>
        SipMessage.TryParse(bytes, out var message, out var error)
            ? message! : throw new InvalidOperationException($"{error}: {Encoding.Latin1.GetString(bytes.Span)}");

    public static string Of(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] Request(string method, string uri, IPEndPoint from, params string[] lines) =>
        Encoding.ASCII.GetBytes(
        $"{method} {uri} SIP/2.0\r\n{string.Concat(lines.Select(line => line + "\r\n"))}"
        + $"Max-Forwards: 70\r\nContact: <sip:x@{from}>\r\nContent-Length: 0\r\n\r\n");

    public static string Via(IPEndPoint at, string branch) => $"Via: SIP/2.0/UDP {at};branch=z9hG4bK{branch}";

    public static string[] Values(SipMessage message, HeaderName name)
    {
        var values = new List<string>();
        foreach (var value in message.Values(name)) values.Add(Of(value.Span));
        return [.. values];
    }

    /// <summary>A response as the receiver of a request makes it: with its Record-Route and our Contact.</summary>
    public static byte[] Response(SipMessage request, int status, string tag, IPEndPoint from)
    {
        var lines = string.Concat(
            Values(request, HeaderName.RecordRoute).Select(route => $"Record-Route: {route}\r\n"));
        return ResponseWriter.Write(
            request, status, null, Encoding.ASCII.GetBytes(tag),
            Encoding.ASCII.GetBytes($"{lines}Contact: <sip:x@{from}>\r\n"));
    }
}
