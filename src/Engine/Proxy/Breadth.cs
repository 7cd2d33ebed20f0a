using System.Buffers.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// Max-Breadth (RFC 5393 §5.3.3): how many branches one request may have at once, here and further down.
/// </summary>
internal static class Breadth
{
    /// <summary>
    /// What the request allows, at most what we allow; what we allow when it says nothing that can be read.
    /// </summary>
    public static int Of(SipMessage request, EngineLimits limits) =>
        request.TryGet(HeaderName.MaxBreadth, out var value)
        && Utf8Parser.TryParse(value.Span, out int given, out var used) && used == value.Length && given > 0
            ? Math.Min(given, limits.MaxBreadth)
            : limits.MaxBreadth;
}
