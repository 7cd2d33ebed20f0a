using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Tests.Support;

/// <summary>Messages written short: lines joined by CRLF.</summary>
internal static class Sample
{
    public const string Body = "v=0\r\n";

    public static readonly string[] InviteLines =
    [
        "INVITE sip:bob@example.com SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKone;rport",
        "Max-Forwards: 70",
        "From: \"Alice\" <sip:alice@example.com>;tag=a1",
        "To: <sip:bob@example.com>",
        "Call-ID: call-1@example.com",
        "CSeq: 7 INVITE",
        "Contact: <sip:alice@192.0.2.1:5062>",
        "Content-Length: 5",
    ];

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] InviteBytes(params string[] more) => Bytes(Join([.. InviteLines, .. more]) + "\r\n" + Body);

    public static SipMessage Invite(params string[] more) => Parse(InviteBytes(more));

    /// <summary>The INVITE with one header's line written otherwise (or left out when null).</summary>
    public static byte[] InviteWith(string name, string? line) => Bytes(
        Join(InviteLines.Select(l => l.StartsWith(name + ":", StringComparison.Ordinal) ? line : l).OfType<string>())
        + "\r\n" + Body);

    public static SipMessage Parse(string text) => Parse(Bytes(text));

    /// <summary>As what comes from the network.</summary>
    public static SipMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(SipMessage.TryParse(bytes, out var message, out var error, SipLimits.Default), error.ToString());
        return message!;
    }

    public static List<string> ValueTexts(this SipMessage message, HeaderName name)
    {
        var list = new List<string>();
        foreach (var value in message.Values(name)) list.Add(Text(value.Span));
        return list;
    }

    public static string Join(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\r\n"));
}
