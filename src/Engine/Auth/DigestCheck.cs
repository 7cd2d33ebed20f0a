using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Auth;

/// <summary>Judges the digest credentials of a request (RFC 3261 §22, RFC 7616, RFC 8760).</summary>
public static class DigestCheck
{
    /// <summary>The lower-cased user name claimed in credentials for our realm, its domain removed; null for none.</summary>
    /// <param name="proxy">Proxy-Authorization instead of Authorization.</param>
    public static string? User(SipMessage request, bool proxy, in Env env) => throw new NotSupportedException();

    /// <summary>Judges the credentials. Match the transaction first: a repeated request is not to be counted again.</summary>
    /// <param name="credentials">Of the user that <see cref="User"/> named; null when there is none.</param>
    /// <param name="nonces">The nonces already used with this actor (Env.Self).</param>
    public static DigestOutcome Check(
        SipMessage request, bool proxy, UserCredentials? credentials, ImmutableArray<NonceUse> nonces, in Env env) =>
        throw new NotSupportedException();

    /// <summary>Whether a proven user may speak for an address: it is one of ours with that user name. Else the caller answers 403.</summary>
    public static bool Owns(string user, NameAddr address, DomainSet domains) => throw new NotSupportedException();
}
