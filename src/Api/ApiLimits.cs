namespace ServerlessSip.Api;

/// <summary>The named limits of the HTTP interface.</summary>
public static class ApiLimits
{
    /// <summary>Most bytes of a request's body.</summary>
    public const int MaxBodyBytes = 4 * 1024;

    /// <summary>Most characters of a query string, the question mark included.</summary>
    public const int MaxQueryLength = 1024;

    /// <summary>Most characters of a path.</summary>
    public const int MaxPathLength = 512;

    /// <summary>Most characters of an Idempotency-Key.</summary>
    public const int MaxIdempotencyKeyLength = 128;

    /// <summary>Most characters of a user's name.</summary>
    public const int MaxUserNameLength = 64;

    /// <summary>Most characters of a connection id.</summary>
    public const int MaxConnectionIdLength = 128;

    /// <summary>Most users or calls in one answer, and how many when the client does not say.</summary>
    public const int MaxListLength = 100;

    /// <summary>Most documents that are read for one list of calls.</summary>
    public const int MaxCallsRead = 1000;

    /// <summary>Wrong passwords that one address may send in a minute.</summary>
    public const int MaxFailuresPerMinute = 20;
}
