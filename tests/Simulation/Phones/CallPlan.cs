namespace ServerlessSip.Simulation.Phones;

/// <summary>What one phone does with one call.</summary>
/// <param name="RingAfter">When it says 180; null for never.</param>
/// <param name="Status">200, or what it declines with; 0 to ring on for ever.</param>
/// <param name="After">When it says that.</param>
internal sealed record Behaviour(TimeSpan? RingAfter, int Status, TimeSpan After)
{
    /// <summary>Header lines of its final response.</summary>
    public string Lines { get; init; } = "";

    /// <summary>It says 183 before, reliably (RFC 3262).</summary>
    public bool IsReliable { get; init; }

    /// <summary>It acknowledges a CANCEL and does what it was about to do.</summary>
    public bool IgnoresCancel { get; init; }

    /// <summary>It rings for a re-INVITE before it answers it.</summary>
    public bool RingsAgain { get; init; }

    /// <summary>What it answers a BYE with; other than 200 it stays up.</summary>
    public int ByeStatus { get; init; } = 200;

    public static Behaviour Rings(int afterMs = 100) => new(Ms(afterMs), 0, TimeSpan.Zero);

    public static Behaviour Answers(int afterMs, int ringAfterMs = 100) => new(Ms(ringAfterMs), 200, Ms(afterMs));

    public static Behaviour Declines(int status, int afterMs, string lines = "") =>
        new(null, status, Ms(afterMs)) { Lines = lines };

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}

/// <summary>One call as the script has it.</summary>
internal sealed record CallPlan
{
    public required string CallId { get; init; }
    public required SimPhone Caller { get; init; }

    /// <summary>The user that is called, or a whole URI.</summary>
    public required string Callee { get; init; }
    public required TimeSpan At { get; init; }

    /// <summary>The From of the request; null for the caller's own.</summary>
    public string? From { get; init; }

    /// <summary>When the caller gives up unless a final response came.</summary>
    public required TimeSpan CancelAfter { get; init; }
    /// <summary>It gives up at the very moment that a phone answers.</summary>
    public bool CancelsWhenAnswered { get; init; }
    public TimeSpan CallerHangsUpAfter { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan? CalleeHangsUpAfter { get; init; }
    public bool ReInvites { get; init; }
    public string Method { get; init; } = "INVITE";

    /// <summary>Header lines of the request, and of its CANCEL.</summary>
    public string Lines { get; init; } = "";
    public string CancelLines { get; init; } = "";

    /// <summary>The requests that the caller sends while the call is up, and those of the callee.</summary>
    public IReadOnlyList<string> FromCaller { get; init; } = [];
    public IReadOnlyList<string> FromCallee { get; init; } = [];

    /// <summary>The session that phones answer with; empty for none.</summary>
    public string Session { get; init; } = "";

    /// <summary>By the number of the phone.</summary>
    public Dictionary<int, Behaviour> Phones { get; init; } = [];
}
