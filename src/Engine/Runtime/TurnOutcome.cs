namespace ServerlessSip.Engine.Runtime;

/// <summary>What the bus shall do with the inputs of a turn.</summary>
public enum TurnStatus : byte
{
    None = 0,

    /// <summary>Decided, saved and performed (or dropped): forget them.</summary>
    Done = 1,

    /// <summary>A passing fault outlasted the turn's patience: deliver them again.</summary>
    Abandon = 2,

    /// <summary>They can never be decided: keep them with the reason.</summary>
    DeadLetter = 3,
}

/// <summary>How a turn ended.</summary>
public readonly record struct TurnOutcome(TurnStatus Status, string? Reason = null)
{
    public static readonly TurnOutcome Done = new(TurnStatus.Done);

    /// <summary>Done, and the actor expects no more: its place in a queue may be given up.</summary>
    public static readonly TurnOutcome Over = new(TurnStatus.Done) { IsOver = true };

    public bool IsOver { get; private init; }

    public static TurnOutcome Abandon(string reason) => new(TurnStatus.Abandon, reason);

    public static TurnOutcome DeadLetter(string reason) => new(TurnStatus.DeadLetter, reason);

    internal bool IsDone => Status == TurnStatus.Done;
}
