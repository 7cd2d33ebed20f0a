using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>
/// What of a message crosses from one leg to the other: what the two people's phones have to say to each other, by a
/// list. Nothing that names a path, a host on it, a credential or a dialog is on it.
/// </summary>
internal static class CrossingHeaders
{
    /// <summary>Extensions that work end to end through us; a required one that is not here gets 420.</summary>
    private static readonly string[] Extensions = ["timer", "norefersub"];

    private static readonly string[] Methods =
        ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "REFER", "NOTIFY", "MESSAGE"];

    public static readonly string AllowLine = $"Allow: {string.Join(", ", Methods)}\r\n";

    /// <summary>Header fields without a name of their own in the parser that cross too.</summary>
    private static readonly string[] Others =
        ["Content-Language", "Alert-Info", "Info-Package", "Recv-Info", "Refer-Sub", "Answer-Mode"];

    /// <summary>Whole lines, in the order of the message.</summary>
    public static string Of(SipMessage message)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < message.HeaderCount; i++)
        {
            var field = message.Header(i);
            switch (field.Name)
            {
                case HeaderName.Supported or HeaderName.Require:
                    AppendKnown(lines, field, Extensions);
                    break;
                case HeaderName.Allow:
                    AppendKnown(lines, field, Methods);
                    break;
                default:
                    if (Crosses(field)) Append(lines, field.NameText.Span, Proxy.Text.Of(field.Value.Span));
                    break;
            }
        }
        return lines.ToString();
    }

    /// <summary>The Unsupported line for what a request requires and we cannot carry over; null when we can.</summary>
    public static string? Unsupported(SipMessage request)
    {
        List<string>? unknown = null;
        foreach (var value in request.Values(HeaderName.Require))
        {
            var token = Proxy.Text.Of(value.Span);
            if (!Extensions.Contains(token, StringComparer.OrdinalIgnoreCase)) (unknown ??= []).Add(token);
        }
        return unknown is null ? null : $"Unsupported: {string.Join(", ", unknown)}\r\n";
    }

    /// <summary>Whether a REFER names a Contact of ours: that token means nothing on another leg.</summary>
    public static bool RefersToUs(SipMessage request, in Env env) =>
        request.TryGet(HeaderName.ReferTo, out var value) && NameAddr.TryParse(value, out var target)
        && SipToken.TryRead(target!.Uri.User, TokenPurpose.Contact, env.Settings.Keys, out _);

    private static bool Crosses(in HeaderField field) => field.Name switch
    {
        HeaderName.ContentType or HeaderName.ContentEncoding or HeaderName.ContentDisposition or HeaderName.MimeVersion
            or HeaderName.Subject or HeaderName.Expires or HeaderName.Event or HeaderName.SubscriptionState
            or HeaderName.AllowEvents or HeaderName.Accept or HeaderName.ReferTo or HeaderName.ReferredBy
            or HeaderName.SessionExpires or HeaderName.MinSE or HeaderName.Privacy or HeaderName.RetryAfter
            or HeaderName.Reason => true,
        HeaderName.Other => Others.Contains(
            Encoding.Latin1.GetString(field.NameText.Span), StringComparer.OrdinalIgnoreCase),
        _ => false,
    };

    private static void AppendKnown(StringBuilder lines, in HeaderField field, string[] known)
    {
        var tokens = Proxy.Text.Of(field.Value.Span)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(token => known.Contains(token, StringComparer.OrdinalIgnoreCase));
        var kept = string.Join(", ", tokens);
        if (kept.Length > 0) Append(lines, field.NameText.Span, kept);
    }

    private static void Append(StringBuilder lines, ReadOnlySpan<byte> name, string value) =>
        lines.Append(Encoding.Latin1.GetString(name)).Append(": ").Append(value).Append("\r\n");
}
