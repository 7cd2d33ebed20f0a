namespace ServerlessSip.Engine.Actors;

/// <summary>The named limits and times of the engine.</summary>
public sealed record EngineLimits
{
    public static readonly EngineLimits Default = new();

    /// <summary>RFC 3261 §17.1.1.1: the round-trip estimate.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>64·T1: the life of a transaction's memory.</summary>
    public TimeSpan TransactionLife => T1 * 64;

    /// <summary>RFC 3261 §16.6 step 11: more than 3 minutes.</summary>
    public TimeSpan TimerC { get; init; } = TimeSpan.FromSeconds(181);

    /// <summary>The longest a call may stand before its document is given up.</summary>
    public TimeSpan MaxCallLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>
    /// How much later than it could be a finished call's document may be deleted: saves a timer a call.
    /// </summary>
    public TimeSpan ForgetSlack { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most open server transactions of one call.</summary>
    public int MaxServerTransactions { get; init; } = 16;

    /// <summary>Most of them from sources other than the first.</summary>
    public int MaxStrangerTransactions { get; init; } = 4;

    /// <summary>Most branches of one request.</summary>
    public int MaxForks { get; init; } = 16;

    /// <summary>How long a target rings before the next group is tried.</summary>
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The Max-Breadth of a request that has none, and the highest that is honoured (RFC 5393 §5.3.3).
    /// </summary>
    public int MaxBreadth { get; init; } = 60;

    /// <summary>Most verbs and questions of one request that follows a route, and most branches in all.</summary>
    public int MaxRouteSteps { get; init; } = 16;
    public int MaxRouteBranches { get; init; } = 48;

    /// <summary>Most states that routes keep with one call, and the most characters of all of them.</summary>
    public int MaxRouteStates { get; init; } = 16;
    public int MaxRouteStateLength { get; init; } = 16 * 1024;

    /// <summary>Most dialogs that one call remembers.</summary>
    public int MaxDialogs { get; init; } = 64;

    /// <summary>Most legs of our own that one call remembers.</summary>
    public int MaxLegs { get; init; } = 16;

    /// <summary>Most bindings of one address of record.</summary>
    public int MaxBindings { get; init; } = 16;

    /// <summary>Most bytes that one binding keeps of its REGISTER: Contact, Path, Call-ID and branch.</summary>
    public int MaxBindingBytes { get; init; } = 8 * 1024;

    /// <summary>Most REGISTERs of one address of record whose answer is given again to a repeat.</summary>
    public int MaxAnswered { get; init; } = 16;

    /// <summary>
    /// Shortest registration, below it 423 (RFC 3261 §10.2.8); longest; and what is given when none is asked.
    /// </summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan MaxExpires { get; init; } = TimeSpan.FromHours(2);
    public TimeSpan DefaultExpires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The life of a nonce.</summary>
    public TimeSpan NonceLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most nonces whose counts one document remembers.</summary>
    public int MaxNonces { get; init; } = 16;

    /// <summary>How long a deleted resource leaves its version behind.</summary>
    public TimeSpan TombstoneLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long and how many decided input ids a document remembers.</summary>
    public TimeSpan DecidedLife { get; init; } = TimeSpan.FromMinutes(5);
    public int MaxDecided { get; init; } = 256;

    /// <summary>Functions start nothing later than this before <c>answerBy</c>.</summary>
    public TimeSpan AnswerMargin { get; init; } = TimeSpan.FromSeconds(2);
}
