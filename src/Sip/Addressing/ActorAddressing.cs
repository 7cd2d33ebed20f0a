using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Addressing;

/// <summary>Which actor a message belongs to.</summary>
/// <param name="Kind">The number of the actor's kind (1 call, 2 location); 0 when the message belongs to none and is dropped.</param>
/// <param name="Hash">The 128-bit key.</param>
public readonly record struct ActorAddress(byte Kind, UInt128 Hash);

/// <summary>The one pure function that finds a message's actor; relays and tests share it.</summary>
public static class ActorAddressing
{
    /// <summary>The key of a call: SHA-256 of the Call-ID, its first 128 bits.</summary>
    public static UInt128 CallHash(ReadOnlySpan<byte> callId) => throw new NotSupportedException();

    /// <summary>
    /// A response by the token in its branch (no valid token: none). A request by a valid Contact token in its Request-URI's
    /// user or a ToTag token in its To-tag (our own legs); REGISTER by its To when Request-URI and To are ours; else by
    /// Call-ID. A RecordRoute token never redirects a request to another call than its Call-ID's.
    /// </summary>
    public static ActorAddress Find(in SipHead head, DomainSet domains, TokenKeys keys) => throw new NotSupportedException();
}
