namespace ServerlessSip.Sip.Addressing;

/// <summary>What a token is for; a token of one purpose is refused in place of another. The numbers are sent.</summary>
public enum TokenPurpose : byte
{
    None = 0,
    Branch = 1,
    ToTag = 2,
    RecordRoute = 3,
    Contact = 4,
    CallId = 5,
}

/// <summary>
/// What we write into Via branches, To-tags, Record-Routes and Contacts so that whatever comes back finds its actor with no
/// look-up: signed with HMAC-SHA256 (96 bits kept), at most 64 characters of the RFC 3261 <c>token</c> set.
/// </summary>
/// <param name="ActorKind">The number of the actor's kind, 1 to 15.</param>
/// <param name="ActorHash">The 128-bit hash of the actor's key.</param>
/// <param name="Relay">A 32-bit hash of the relay's id.</param>
/// <param name="Incarnation">32 bits of the document's first input id.</param>
/// <param name="Counter">The n-th id that this incarnation made.</param>
public readonly record struct SipToken(
    TokenPurpose Purpose, byte ActorKind, UInt128 ActorHash, uint Relay, uint Incarnation, uint Counter)
{
    /// <summary>The characters of a written token; a branch has the 7 of <c>z9hG4bK</c> before them.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes and signs the token; returns the characters written. A Branch token gets its magic cookie.</summary>
    public int Write(Span<byte> destination, TokenKeys keys) => throw new NotSupportedException();

    public byte[] ToBytes(TokenKeys keys) => throw new NotSupportedException();

    /// <summary>Reads and verifies a token of that purpose, signed with the present or the previous key. Constant-time compare.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, TokenPurpose purpose, TokenKeys keys, out SipToken token) =>
        throw new NotSupportedException();
}
