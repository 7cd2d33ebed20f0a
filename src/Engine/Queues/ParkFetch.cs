namespace ServerlessSip.Engine.Queues;

/// <summary>Somebody wants the call that is parked in a slot: it rings at his phones.</summary>
internal static class ParkFetch
{
    /// <summary>How long the fetcher's phones ring.</summary>
    private static readonly TimeSpan RingTime = TimeSpan.FromSeconds(30);

    /// <summary>False when nobody is parked, somebody else is fetching, or this is no user of ours.</summary>
    /// <param name="user">The address of record; null for a stranger.</param>
    public static bool By(QueueTurn turn, string? user)
    {
        if (user is null || turn.State.Callers is not [var parked, ..] || turn.IsOffered(parked.Ticket)) return false;
        var fetcher = new QueueAgent { Agent = user, LoginUntil = turn.Now, IdleSince = turn.Now };
        QueueOffers.Make(turn, parked, fetcher, RingTime);
        return true;
    }
}
