using Microsoft.AspNetCore.Http;

namespace ServerlessSip.Api.Answers;

/// <summary>Puts an answer on the wire, with the headers that every answer has.</summary>
internal static class AnswerWriter
{
    /// <summary>No script, style or frame but our own files; events go to our own host.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task Write(HttpContext http, ApiAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
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
}
