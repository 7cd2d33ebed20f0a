namespace ServerlessSip.Engine.Queues;

/// <summary>A park slot is a queue for one caller, whose agent is whoever fetches the call.</summary>
public static class ParkSlot
{
    /// <summary>How long a call is parked when the route does not say.</summary>
    public static readonly TimeSpan DefaultTime = TimeSpan.FromMinutes(2);

    internal static QueueOptions Options(string name) => new()
    {
        Name = name,
        MaxCallers = 1,
        WaitLimit = DefaultTime,
        WrapUp = TimeSpan.Zero,
        Rest = TimeSpan.Zero,
    };
}
