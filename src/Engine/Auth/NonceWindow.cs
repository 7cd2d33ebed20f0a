using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Auth;

/// <summary>
/// Counts the uses of nonces (RFC 7616 §3.4: a server that sees a count again has a replay before it).
/// </summary>
internal static class NonceWindow
{
    /// <summary>How far behind the highest count a late request may be.</summary>
    public const int Width = 64;

    /// <summary>
    /// Takes one use: Ok with the nonces to save, Replayed, or Stale when its uses may have been forgotten.
    /// </summary>
    /// <param name="nonce">Verified and fresh.</param>
    /// <param name="count">Its nc, from 1.</param>
    public static DigestVerdict Take(
        ImmutableArray<NonceUse> nonces, string nonce, uint count, in Env env, out ImmutableArray<NonceUse> next)
    {
        next = nonces;
        var index = IndexOf(nonces, nonce);
        if (index >= 0)
        {
            if (!TryCount(nonces[index], count, out var use)) return DigestVerdict.Replayed;
            next = nonces.SetItem(index, use);
            return DigestVerdict.Ok;
        }

        var kept = Prune(nonces, env);
        if (kept.Length >= env.Settings.Limits.MaxNonces)
        {
            // Only the oldest is ever forgotten before its time, so what is newer than the oldest kept was not seen.
            var oldest = Oldest(kept);
            if (Nonce.MadeAt(nonce) <= Nonce.MadeAt(kept[oldest].Nonce)) return DigestVerdict.Stale;
            kept = kept.RemoveAt(oldest);
        }

        next = kept.Add(new NonceUse(nonce, count, 1));
        return DigestVerdict.Ok;
    }

    /// <summary>Without the nonces that would be refused for their age anyway.</summary>
    public static ImmutableArray<NonceUse> Prune(ImmutableArray<NonceUse> nonces, in Env env)
    {
        var (now, life) = (env.Now, env.Settings.Limits.NonceLife);
        // One skew longer than they are good: another instance's clock may be behind.
        return nonces.RemoveAll(n => now - Nonce.MadeAt(n.Nonce) > life + Nonce.ClockSkew);
    }

    private static bool TryCount(NonceUse use, uint count, out NonceUse next)
    {
        next = use;
        if (count > use.Highest)
        {
            var ahead = count - use.Highest;
            next = use with { Highest = count, Window = (ahead < Width ? use.Window << (int)ahead : 0) | 1 };
            return true;
        }

        var behind = use.Highest - count;
        if (behind >= Width || (use.Window >> (int)behind & 1) != 0) return false;
        next = use with { Window = use.Window | (1UL << (int)behind) };
        return true;
    }

    private static int IndexOf(ImmutableArray<NonceUse> nonces, string nonce)
    {
        for (var i = 0; i < nonces.Length; i++)
            if (nonces[i].Nonce == nonce) return i;
        return -1;
    }

    private static int Oldest(ImmutableArray<NonceUse> nonces)
    {
        var oldest = 0;
        for (var i = 1; i < nonces.Length; i++)
            if (Nonce.MadeAt(nonces[i].Nonce) < Nonce.MadeAt(nonces[oldest].Nonce)) oldest = i;
        return oldest;
    }
}
