using Microsoft.AspNetCore.Http;

namespace ServerlessSip.Api.Access;

/// <summary>Keeps other sites' pages from acting with a browser's standing here.</summary>
internal static class SameOrigin
{
    /// <summary>
    /// Browsers send Origin with every WebSocket and every cross-site write; a page of ours has our own host in it.
    /// </summary>
    public static bool Holds(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Origin", out var origin)) return true;
        return Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri)
            && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// A write carries what no cross-site form can send: a JSON body's type, or a header of ours. Both make a browser
    /// ask first, and we never allow it.
    /// </summary>
    public static bool HasWriteMark(HttpRequest request) =>
        request.Headers.ContainsKey("Idempotency-Key") || request.HasJsonContentType();
}
