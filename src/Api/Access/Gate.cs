using System.Net;
using Microsoft.AspNetCore.Http;
using ServerlessSip.Api.Answers;

namespace ServerlessSip.Api.Access;

/// <summary>
/// Lets nobody in but: someone at this machine, and a user with a password. <c>/health</c> alone is open, as probes
/// have neither.
/// </summary>
internal sealed class Gate(ApiServices services)
{
    private static readonly object s_callerKey = new();

    private readonly LocalCaller _local = new(services.LocalHosts);
    private readonly BasicPassword _basic = new(services.Domains.Primary);
    private readonly FailureCount _failures = new(services.Time);

    /// <summary>The user whose password let the request in; null for someone at this machine.</summary>
    public static string? CallerOf(HttpContext http) => http.Items[s_callerKey] as string;

    /// <summary>Why a request is refused; null when it may go on.</summary>
    public async ValueTask<ApiAnswer?> Check(HttpContext http)
    {
        var request = http.Request;
        if (TooLarge(request) is { } tooLarge) return tooLarge;
        if (!SameOrigin.Holds(request)) return ApiAnswer.Problem(403, "pages of other sites are not served", "Origin");
        if (request.Path.Value is "/health") return null;
        // Who gives a name is asked to prove it at this machine too: some resources are for users alone.
        var isTrusted = services.TrustsThisMachine && _local.IsLocal(http) && request.Headers.Authorization.Count == 0;
        if (!isTrusted && await Identify(http) is { } refused) return refused;
        // A SignalR client's own negotiation is a POST with no body; it changes nothing.
        var isWrite = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            && !request.Path.StartsWithSegments("/events/negotiate") && !request.Path.StartsWithSegments("/events/hub");
        return isWrite && !SameOrigin.HasWriteMark(request)
            ? ApiAnswer.Problem(415, "application/json, or an Idempotency-Key header for an empty body", "Content-Type")
            : null;
    }

    private async ValueTask<ApiAnswer?> Identify(HttpContext http)
    {
        string? authorization = http.Request.Headers.Authorization;
        // To be asked for a password is no try.
        if (authorization is null) return Unidentified();
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        var isRead = BasicPassword.TryRead(authorization, out var user, out var password);
        var stored = isRead ? await services.Users.Find(user, http.RequestAborted) : null;
        var counted = stored is null ? "" : user;
        if (_failures.IsOver(address, counted))
            return ApiAnswer.Problem(429, "too many wrong passwords, try again in a minute") with { RetryAfter = 60 };
        if (isRead && _basic.IsRight(user, password, stored))
        {
            http.Items[s_callerKey] = user;
            return null;
        }
        _failures.Add(address, counted);
        return Unidentified();
    }

    private ApiAnswer Unidentified() =>
        ApiAnswer.Problem(401, "a user's name and password are needed from here", "Authorization")
            with
        { Challenge = _basic.Challenge };

    private static ApiAnswer? TooLarge(HttpRequest request)
    {
        if (request.Path.Value is { Length: > ApiLimits.MaxPathLength })
            return ApiAnswer.Problem(414, $"at most {ApiLimits.MaxPathLength} characters", "path");
        if (request.QueryString.Value is { Length: > ApiLimits.MaxQueryLength })
            return ApiAnswer.Problem(414, $"at most {ApiLimits.MaxQueryLength} characters", "query");
        return request.ContentLength > ApiLimits.MaxBodyBytes
            ? ApiAnswer.Problem(413, $"at most {ApiLimits.MaxBodyBytes} bytes", "body")
            : null;
    }
}
