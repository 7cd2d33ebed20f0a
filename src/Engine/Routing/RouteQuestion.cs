using System.Collections.Immutable;
using System.Net;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>What a route is asked: all that it may know, wherever it runs.</summary>
public sealed record RouteQuestion
{
    /// <summary>Names the question within its call; the answer repeats it.</summary>
    public required string Tag { get; init; }

    /// <summary>The rule that is asked, as its table names it.</summary>
    public required string Rule { get; init; }

    /// <summary>What kind of thing the rule is, e.g. <c>C#</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the code may wait: then it is work, else it has its answer in a moment.</summary>
    public bool IsWork { get; init; }

    /// <summary>The named continuation that is asked in place of the rule itself; null for the rule.</summary>
    public string? Continuation { get; init; }

    /// <summary>How the verb before ended, with 0 when there was none.</summary>
    public RouteOutcome Outcome { get; init; }

    /// <summary>Whether nobody was asked about this request before: then middleware comes first.</summary>
    public bool IsFirst { get; init; }

    /// <summary>The Request-URI that rules go by.</summary>
    public required string Target { get; init; }

    /// <summary>The request as received.</summary>
    public required SipMessage Request { get; init; }

    /// <summary>Where it came from.</summary>
    public required IPEndPoint Remote { get; init; }

    /// <summary>The user whose password the caller has proved to know; null for none.</summary>
    public string? Caller { get; init; }

    /// <summary>The call's state by name, JSON; see <c>SipCall.State</c>.</summary>
    public ImmutableSortedDictionary<string, string> State { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When it was asked, and until when an answer is waited for.</summary>
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset AnswerBy { get; init; }
}

/// <summary>What a route is told of a call, without being asked anything.</summary>
public enum CallHook : byte
{
    None = 0,
    Ringing = 1,
    Answered = 2,
    Ended = 3,
    Cancelled = 4,
}

/// <summary>Why there is no decision. The numbers are sent.</summary>
public enum RouteFailure : byte
{
    None = 0,

    /// <summary>The code threw.</summary>
    Threw = 1,

    /// <summary>No answer in time.</summary>
    TimedOut = 2,

    /// <summary>Null, or a decision that cannot be followed.</summary>
    Invalid = 3,

    /// <summary>Too many routes run or are stuck.</summary>
    Busy = 4,

    /// <summary>There is no such rule or continuation.</summary>
    Unknown = 5,
}
