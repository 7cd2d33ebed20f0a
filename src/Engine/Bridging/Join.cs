namespace ServerlessSip.Engine.Bridging;

/// <summary>How far two legs are from being joined. The numbers are stored.</summary>
public enum JoinStep : byte
{
    None = 0,

    /// <summary>The phone that asked rings.</summary>
    FirstRings = 1,

    /// <summary>The other party rings.</summary>
    SecondRings = 2,

    /// <summary>Both have answered; the first is being told of the second's session.</summary>
    Joining = 3,
}

/// <summary>Third party call control under way (RFC 3725): a call that was asked for by REST, or a transfer.</summary>
public sealed record Join
{
    /// <summary>The leg that stays.</summary>
    public required int Keep { get; init; }

    /// <summary>The leg that comes; 0 before it is called.</summary>
    public int New { get; init; }

    /// <summary>The leg that goes when the new one has come; 0 for none, as in a new call.</summary>
    public int Old { get; init; }

    public required JoinStep Step { get; init; }

    /// <summary>The URI to call.</summary>
    public required string Target { get; init; }

    /// <summary>The target answers at once by itself, so Flow I will do (RFC 3725 §4.1).</summary>
    public bool Automatic { get; init; }

    /// <summary>When to offer again after a glare (RFC 3261 §14.1), and how often that was done.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    public int Retries { get; init; }

    /// <summary>When an automatic target should have answered.</summary>
    public DateTimeOffset? GiveUpAt { get; init; }
}
