using System.Buffers.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>How long a dialog without INVITE is remembered (RFC 6665 §4.2.1).</summary>
internal static class SubscriptionLife
{
    private const int DefaultSeconds = 3600;
    private const int MaxSeconds = 86_400;

    /// <summary>The Expires of the 2xx, at most a day, and the life of a transaction on top.</summary>
    public static TimeSpan Of(SipMessage response, EngineLimits limits)
    {
        var seconds = DefaultSeconds;
        if (response.TryGet(HeaderName.Expires, out var value)
            && Utf8Parser.TryParse(value.Span, out uint given, out _)) seconds = (int)Math.Min(given, MaxSeconds);
        return TimeSpan.FromSeconds(seconds) + limits.TransactionLife;
    }

    public static bool IsTerminated(SipMessage notify) =>
        notify.TryGet(HeaderName.SubscriptionState, out var value) && value.Length >= 10
        && System.Text.Ascii.EqualsIgnoreCase(value.Span[..10], "terminated"u8);
}
