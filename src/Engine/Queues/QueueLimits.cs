namespace ServerlessSip.Engine.Queues;

/// <summary>The named limits and times of queues that no option changes.</summary>
public static class QueueLimits
{
    /// <summary>Most queues, and most members of one.</summary>
    public const int MaxQueues = 100;
    public const int MaxMembers = 200;

    /// <summary>Most callers that any queue may be configured to hold.</summary>
    public const int MaxCallers = 1000;

    /// <summary>Most skills of a member, and most that a caller may need.</summary>
    public const int MaxSkills = 16;

    /// <summary>
    /// Most characters of all callers' names, skills and the rest, so that the document stays below 512 KB.
    /// </summary>
    public const int MaxCallerSize = 384 * 1024;

    /// <summary>Most characters of a caller's name; what is longer is cut, for it is only shown.</summary>
    public const int MaxFromLength = 128;

    /// <summary>Most waits that one timer ends, so that what is told of them fits into the document.</summary>
    public const int MaxEndedAtOnce = 50;

    /// <summary>The longest a caller may wait in one queue.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(2);

    /// <summary>How many callers at the head of the line are told each change of their place.</summary>
    public const int MaxTold = 10;

    /// <summary>Most members whose phones are looked up when a caller comes and nobody is known to be here.</summary>
    public const int MaxAskedFor = 16;

    /// <summary>Most agents that ring for one caller at one time.</summary>
    public const int MaxRinging = 16;

    /// <summary>
    /// How much longer than the ring time an offer may stand without word from its call, before the agent is free again
    /// and the caller offered anew.
    /// </summary>
    public static readonly TimeSpan OfferGrace = TimeSpan.FromSeconds(15);

    /// <summary>How long an agent counts as talking before the call is asked whether he still is.</summary>
    public static readonly TimeSpan TalkLease = TimeSpan.FromMinutes(5);

    /// <summary>How long the call may take to say so; an agent of whom nothing is heard is free.</summary>
    public static readonly TimeSpan TalkAnswer = TimeSpan.FromSeconds(30);

    /// <summary>How much longer than the wait limit a call waits for its queue's word before it goes on.</summary>
    public static readonly TimeSpan CallGrace = TimeSpan.FromMinutes(1);

    /// <summary>
    /// RFC 3261 §13.3.1.1: a caller that waits gets a provisional response every minute, lest a proxy gives up.
    /// </summary>
    public static readonly TimeSpan ProvisionalEvery = TimeSpan.FromMinutes(1);

    /// <summary>A timer that fires this much early by our clock counts as on time.</summary>
    public static readonly TimeSpan TimerSlack = TimeSpan.FromSeconds(1);
}
