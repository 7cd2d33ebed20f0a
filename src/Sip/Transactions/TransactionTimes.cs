namespace ServerlessSip.Sip.Transactions;

/// <summary>The lengths of the timers, in milliseconds.</summary>
/// <param name="T1">The round-trip estimate, 500 by default.</param>
/// <param name="T2">The longest interval between repeats, 4,000 by default.</param>
/// <param name="T4">How long a message stays in the network, 5,000 by default.</param>
public readonly record struct TransactionTimes(int T1, int T2, int T4)
{
    public static readonly TransactionTimes Default = new(500, 4_000, 5_000);

    /// <summary>64·T1: timers B, F, H, J, L and M.</summary>
    public int Life => 64 * T1;

    /// <summary>Timer D: at least 32 s (RFC 3261 §17.1.1.2).</summary>
    public int D => Math.Max(32_000, Life);

    /// <summary>When a server INVITE transaction gives 100 (RFC 3261 §17.2.1).</summary>
    public int InviteTrying => 200;

    /// <summary>RFC 4320 §4.1: when timer E of the client has grown to T2 (3.5 s by default).</summary>
    public int NonInviteTrying => T2 - T1;

    /// <summary>Beyond timer C (RFC 3261 §16.6 step 11: more than 3 minutes) and the 64·T1 that follow it.</summary>
    public int Lapse => 208_000 + Life;
}
