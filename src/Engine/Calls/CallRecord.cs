namespace ServerlessSip.Engine.Calls;

/// <summary>How far a call has come. The numbers are stored.</summary>
public enum CallPhase : byte
{
    None = 0,
    Trying = 1,
    Ringing = 2,
    Answered = 3,
    Ended = 4,
}

/// <summary>What people see of a call.</summary>
public sealed record CallRecord
{
    /// <summary>The caller's From-tag.</summary>
    public required string CallerTag { get; init; }

    /// <summary>The URI of From and of the Request-URI, as user@host.</summary>
    public required string From { get; init; }
    public required string To { get; init; }

    public CallPhase State { get; init; } = CallPhase.Trying;
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? RingingAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// Why it ended: <c>normal</c>, <c>cancelled</c>, <c>busy</c>, <c>no answer</c>, <c>rejected</c>, <c>failed</c>,
    /// <c>expired</c>.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The final status that ended an unanswered call; 0 when none.</summary>
    public int EndStatus { get; init; }

    /// <summary>
    /// The state as events and lists say it: <c>trying</c>, <c>ringing</c>, <c>answered</c>, <c>ended</c>.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string StateWord => State switch
    {
        CallPhase.Trying => "trying",
        CallPhase.Ringing => "ringing",
        CallPhase.Answered => "answered",
        _ => "ended",
    };
}
