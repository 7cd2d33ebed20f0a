using Microsoft.Extensions.Logging;

namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>The log lines about user code.</summary>
internal static partial class RouteLog
{
    [LoggerMessage(40, LogLevel.Warning, "route {Rule} failed for call {CallId}: {Failure}")]
    public static partial void RouteFailed(
        this ILogger log, Exception? fault, string rule, string callId, string failure);

    [LoggerMessage(41, LogLevel.Warning, "hook {Hook} failed for call {CallId}")]
    public static partial void NoticeFailed(this ILogger log, Exception fault, string hook, string callId);

    [LoggerMessage(42, LogLevel.Warning, "hook {Hook} was not told of call {CallId}: too many wait")]
    public static partial void NoticeDropped(this ILogger log, string hook, string callId);

    [LoggerMessage(43, LogLevel.Warning, "a route left something behind that threw")]
    public static partial void RouteLeftBehind(this ILogger log, Exception fault);
}
