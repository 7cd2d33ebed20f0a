using ServerlessSip.Api.Answers;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Routing;

/// <summary>A store that did not answer, told to an HTTP client.</summary>
internal static class StoreProblems
{
    /// <summary>Null when the store answered, be it with nothing.</summary>
    public static ApiAnswer? Of(StoreStatus status) => status switch
    {
        StoreStatus.Ok or StoreStatus.NotFound => null,
        StoreStatus.Transient => ApiAnswer.Problem(503, "the store did not answer, try again") with { RetryAfter = 1 },
        _ => ApiAnswer.Problem(500, "the store refused to answer"),
    };
}
