using Microsoft.AspNetCore.Http;

namespace ServerlessSip.Api.Answers;

/// <summary>Puts an answer on the wire, with the headers that every answer has.</summary>
/// <param name="eventsOrigin">See <see cref="ApiServices.EventsOrigin"/>.</param>
internal sealed class AnswerWriter(string? eventsOrigin)
{
    /// <summary>No script, style or frame but our own files; events come from our own host or from that one.</summary>
    private readonly string _policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + $"connect-src {Connect(eventsOrigin)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task Write(HttpContext http, ApiAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.Headers.ContentSecurityPolicy = _policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = answer.ContentType.StartsWith("application/", StringComparison.Ordinal)
            ? "no-store" : "no-cache";
        if (answer.Location is not null) response.Headers.Location = answer.Location;
        if (answer.Allow is not null) response.Headers.Allow = answer.Allow;
        if (answer.Challenge is not null) response.Headers.WWWAuthenticate = answer.Challenge;
        if (answer.RetryAfter > 0) response.Headers.RetryAfter = answer.RetryAfter.ToString((IFormatProvider?)null);
        if (answer.Body is not { } body) return;
        response.ContentType = answer.ContentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>HTTP to negotiate, WebSocket for the events: ws is http's, wss https's.</summary>
    private static string Connect(string? origin) =>
        origin is null ? "'self'" : $"'self' {origin} ws{origin["http".Length..]}";
}
