using System.Collections.Immutable;

namespace ServerlessSip.Engine.Auth;

/// <summary>What credentials were found to be.</summary>
public enum DigestVerdict : byte
{
    /// <summary>None for our realm with an algorithm that we know: challenge.</summary>
    NoCredentials = 0,

    /// <summary>
    /// The nonce is old, another actor's, or of an unknown secret, and nothing else is wrong: challenge with stale.
    /// </summary>
    Stale = 1,

    /// <summary>No such user, a wrong password, or credentials against the grammar.</summary>
    Wrong = 2,

    /// <summary>The nonce count was seen before, or is below the window: challenge with stale.</summary>
    Replayed = 3,

    Ok = 4,
}

/// <summary>The outcome of a check.</summary>
/// <param name="User">The lower-cased name that was claimed; proven only when the verdict is Ok.</param>
/// <param name="Nonces">What to save when the verdict is Ok; else as given.</param>
public readonly record struct DigestOutcome(DigestVerdict Verdict, string? User, ImmutableArray<NonceUse> Nonces);
