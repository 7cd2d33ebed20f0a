using System.Globalization;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>The little of session descriptions that one who joins two legs must touch (RFC 3264, RFC 3725).</summary>
internal static class Sdp
{
    private const string Type = "Content-Type: application/sdp\r\n";

    public static string TypeLine(string body) => body.Length == 0 ? "" : Type;

    public static bool IsSession(SipMessage message) =>
        message.Body.Length > 0 && message.TryGet(HeaderName.ContentType, out var type)
        && System.Text.Ascii.EqualsIgnoreCase(type.Span[..Math.Min(15, type.Length)], "application/sdp"u8);

    /// <summary>
    /// The first offer of Flow IV. It has no media that flows, but names the codecs that all phones have: many refuse
    /// one with no media line at all (RFC 3725 §4.4 has none, §4.3 a black hole).
    /// </summary>
    public static string BlackHole(string tag) =>
        $"v=0\r\no=- {RelayHash.Of(tag).ToString(CultureInfo.InvariantCulture)} 1 IN IP4 0.0.0.0\r\ns=-\r\n"
        + "c=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 9 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
        + "a=rtpmap:101 telephone-event/8000\r\na=inactive\r\n";

    /// <summary>Refuses every media line of an offer (RFC 3264 §6): what ends at once needs no more.</summary>
    public static string Refusal(string offer, string tag)
    {
        var answer = $"v=0\r\no=- {RelayHash.Of(tag).ToString(CultureInfo.InvariantCulture)} 1 IN IP4 0.0.0.0\r\n"
            + "s=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n";
        foreach (var line in offer.Split('\n'))
        {
            if (!line.StartsWith("m=", StringComparison.Ordinal)) continue;
            var parts = line.TrimEnd('\r').Split(' ');
            if (parts.Length < 4) continue;
            parts[1] = "0";
            answer += $"{string.Join(' ', parts)}\r\n";
        }
        return answer;
    }

    /// <summary>
    /// A session for this leg: whoever it comes from, in one dialog the origin stays the same and its version grows
    /// (RFC 3264 §8).
    /// </summary>
    public static string For(ref Leg leg, string body)
    {
        if (!TryOrigin(body, out var at, out var line)) return body;
        var fields = line.Split(' ');
        var isVersion = ulong.TryParse(fields.ElementAtOrDefault(2), CultureInfo.InvariantCulture, out var version);
        if (fields.Length != 6 || !isVersion) return body;
        var origin = $"{fields[0]} {fields[1]} {fields[3]} {fields[4]} {fields[5]}";
        if (leg.Origin is null || (leg.Origin == origin && version >= leg.SessionVersion))
        {
            leg = leg with { Origin = origin, SessionVersion = version };
            return body;
        }
        leg = leg with { SessionVersion = leg.SessionVersion + 1 };
        var own = leg.Origin.Split(' ');
        var number = leg.SessionVersion.ToString(CultureInfo.InvariantCulture);
        var changed = $"{own[0]} {own[1]} {number} {own[2]} {own[3]} {own[4]}";
        return string.Concat(body.AsSpan(0, at), changed, body.AsSpan(at + line.Length));
    }

    private static bool TryOrigin(string body, out int at, out string line)
    {
        line = "";
        at = body.IndexOf("\no=", StringComparison.Ordinal) + 3;
        if (at < 3) return false;
        var end = body.AsSpan(at).IndexOfAny('\r', '\n');
        line = end < 0 ? body[at..] : body.Substring(at, end);
        return true;
    }
}
