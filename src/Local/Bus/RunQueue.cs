namespace ServerlessSip.Local.Bus;

/// <summary>
/// Whether this thread is inside a turn or a relay, and what was sent meanwhile: it runs when that is over, so that
/// turns never nest.
/// </summary>
internal static class RunQueue
{
    [ThreadStatic]
    private static bool t_inside;

    [ThreadStatic]
    private static Queue<Ownership>? t_after;

    public static bool IsInside => t_inside;

    /// <summary>Says whether the thread was inside already, which <see cref="Leave"/> wants to know.</summary>
    public static bool Enter()
    {
        var was = t_inside;
        t_inside = true;
        return was;
    }

    /// <summary>Leaves to the pool what the thread has not run itself.</summary>
    public static void Leave(bool wasInside)
    {
        t_inside = wasInside;
        if (wasInside) return;
        while (TryTake(out var next)) ToPool(next!);
    }

    public static void Add(Ownership ownership)
    {
        if (t_inside) (t_after ??= new Queue<Ownership>()).Enqueue(ownership);
        else ToPool(ownership);
    }

    public static bool TryTake(out Ownership? next)
    {
        next = null;
        return t_after is not null && t_after.TryDequeue(out next);
    }

    public static void ToPool(Ownership ownership) => ThreadPool.UnsafeQueueUserWorkItem(ownership, preferLocal: false);
}
