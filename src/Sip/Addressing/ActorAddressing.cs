using System.Buffers.Binary;
using System.Security.Cryptography;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Addressing;

/// <summary>Which actor a message belongs to.</summary>
/// <param name="Kind">The number of the actor's kind (1 call, 2 location); 0 when the message belongs to none and is
/// dropped.</param>
/// <param name="Hash">The 128-bit key.</param>
public readonly record struct ActorAddress(byte Kind, UInt128 Hash);

/// <summary>The one pure function that finds a message's actor; relays and tests share it.</summary>
public static class ActorAddressing
{
    private const byte Call = 1;
    private const byte Location = 2;

    /// <summary>The key of a call: SHA-256 of the Call-ID, its first 128 bits.</summary>
    public static UInt128 CallHash(ReadOnlySpan<byte> callId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(callId, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>
    /// A response by the token in its branch (no valid token: none). A request by a valid Contact token in its
    /// Request-URI's user or a ToTag token in its To-tag (our own legs); REGISTER by its To when Request-URI and To are
    /// ours; else by Call-ID. A RecordRoute token never redirects a request to another call than its Call-ID's.
    /// </summary>
    public static ActorAddress Find(in SipHead head, DomainSet domains, TokenKeys keys)
    {
        SipToken token;
        if (!head.IsRequest)
        {
            // RFC 3261 §18.1.2: a response whose top Via is not ours is not for us.
            return SipToken.TryRead(head.ViaBranch, TokenPurpose.Branch, keys, out token)
                ? new ActorAddress(token.ActorKind, token.ActorHash)
                : default;
        }

        if (head.Method == SipMethod.Register && TryFindRegistrar(head, domains, out var registrar)) return registrar;
        if (SipToken.TryRead(UserOf(head.RequestUri), TokenPurpose.Contact, keys, out token)
            || SipToken.TryRead(head.ToTag, TokenPurpose.ToTag, keys, out token))
        {
            return new ActorAddress(token.ActorKind, token.ActorHash);
        }

        return new ActorAddress(Call, CallHash(head.CallId));
    }

    /// <summary>RFC 3261 §10.2: the Request-URI names the registrar's domain, To the address of record.</summary>
    private static bool TryFindRegistrar(in SipHead head, DomainSet domains, out ActorAddress actor)
    {
        actor = default;
        if (!SipUri.TryParse(head.RequestUri.ToArray(), out var registrar)
            || !domains.Serves(registrar!.HostText, registrar.Port, registrar.Scheme == SipScheme.Sips)
            || !NameAddr.TryParse(head.To.ToArray(), out var to)
            || !AddressOfRecord.TryCanonicalize(to!.Uri, domains, out var aor))
        {
            return false;
        }

        actor = new ActorAddress(Location, AddressOfRecord.Hash(aor));
        return true;
    }

    /// <summary>The user part of a sip or sips URI, without taking the rest apart.</summary>
    private static ReadOnlySpan<byte> UserOf(ReadOnlySpan<byte> uri)
    {
        var colon = uri.IndexOf((byte)':');
        var at = uri.IndexOf((byte)'@');
        return colon < 0 || at < colon ? default : uri[(colon + 1)..at];
    }
}
