using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Sip.Tests.Transactions;

/// <summary>Lets the timers of a machine fire in virtual time.</summary>
internal static class Fire
{
    public delegate ref TransactionTimers TimersOf<T>(ref T machine);

    public delegate TransactionActions Taker<T>(ref T machine, TransactionInput input, long now);

    public static List<(long At, TransactionActions Actions)> Until(ref ClientInviteTransaction machine, long end) =>
        Until(ref machine, (ref m) => ref m.Timers, (ref m, input, now) => m.Take(input, now), end);

    public static List<(long At, TransactionActions Actions)> Until(ref ClientNonInviteTransaction machine, long end) =>
        Until(ref machine, (ref m) => ref m.Timers, (ref m, input, now) => m.Take(input, now), end);

    public static List<(long At, TransactionActions Actions)> Until(ref ServerInviteTransaction machine, long end) =>
        Until(ref machine, (ref m) => ref m.Timers, (ref m, input, now) => m.Take(input, now), end);

    public static List<(long At, TransactionActions Actions)> Until(ref ServerNonInviteTransaction machine, long end) =>
        Until(ref machine, (ref m) => ref m.Timers, (ref m, input, now) => m.Take(input, now), end);

    public static List<(long At, TransactionActions Actions)> Until(ref UasSuccess machine, long end) =>
        Until(ref machine, (ref m) => ref m.Timers, (ref m, input, now) => m.Take(input, now), end);

    private static List<(long At, TransactionActions Actions)> Until<T>(
        ref T machine, TimersOf<T> timersOf, Taker<T> take, long end)
    {
        var fired = new List<(long, TransactionActions)>();
        while (timersOf(ref machine).NextAt is var now && now <= end)
        {
            while (timersOf(ref machine).TryTake(now, out var timer)) fired.Add((now, take(ref machine, timer, now)));
        }
        return fired;
    }
}
