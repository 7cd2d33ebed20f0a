using System.Buffers.Binary;
using System.Buffers.Text;

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
/// What we write into Via branches, To-tags, Record-Routes and Contacts so that whatever comes back finds its actor
/// with no look-up: signed with HMAC-SHA256 (104 bits kept), at most 64 characters of the RFC 3261 <c>token</c> set.
/// </summary>
/// <param name="ActorKind">The number of the actor's kind, 1 to 15.</param>
/// <param name="ActorHash">The 128-bit hash of the actor's key.</param>
/// <param name="Relay">A 32-bit hash of the relay's id.</param>
/// <param name="Incarnation">32 bits of the document's first input id.</param>
/// <param name="Counter">The n-th id that this incarnation made.</param>
public readonly record struct SipToken(
    TokenPurpose Purpose, byte ActorKind, UInt128 ActorHash, uint Relay, uint Incarnation, uint Counter)
{
    /// <summary>The characters of a written token, but for a branch.</summary>
    public const int Length = 56;

    /// <summary>The most characters that are written: a branch has the 7 of <c>z9hG4bK</c> before its token.</summary>
    public const int MaxLength = 64;

    // 42 bytes are exactly 56 characters of base64url: no spare bits, so one token has one spelling.
    private const int ContentBytes = 29;
    private const int SignatureBytes = 13;
    private const int Bytes = ContentBytes + SignatureBytes;

    /// <summary>RFC 3261 §8.1.1.7: what the branch of a transaction that follows RFC 3261 begins with.</summary>
    private static ReadOnlySpan<byte> MagicCookie => "z9hG4bK"u8;

    /// <summary>
    /// Writes and signs the token; returns the characters written. A Branch token gets its magic cookie.
    /// </summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public int Write(Span<byte> destination, TokenKeys keys)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        bytes[0] = (byte)(((int)Purpose << 4) | ActorKind);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[1..], ActorHash);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[17..], Relay);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[21..], Incarnation);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[25..], Counter);
        keys.Sign(KeyUse.Token, bytes[..ContentBytes], bytes[ContentBytes..]);
        var start = 0;
        if (Purpose == TokenPurpose.Branch)
        {
            MagicCookie.CopyTo(destination);
            start = MagicCookie.Length;
        }

        return start + Base64Url.EncodeToUtf8(bytes, destination[start..]);
    }

    public byte[] ToBytes(TokenKeys keys)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return text[..Write(text, keys)].ToArray();
    }

    /// <summary>
    /// Reads and verifies a token of that purpose, signed with the present or the previous key. Constant-time compare.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, TokenPurpose purpose, TokenKeys keys, out SipToken token)
    {
        token = default;
        if (purpose == TokenPurpose.Branch)
        {
            if (!text.StartsWith(MagicCookie)) return false;
            text = text[MagicCookie.Length..];
        }

        if (text.Length != Length) return false;
        // The decoder skips white space and padding; a token has neither.
        if (text.IndexOfAnyExcept(Alphabet) >= 0) return false;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (!Base64Url.TryDecodeFromUtf8(text, bytes, out var count) || count != Bytes) return false;
        if (bytes[0] >> 4 != (int)purpose) return false;
        if (!keys.Verify(KeyUse.Token, bytes[..ContentBytes], bytes[ContentBytes..])) return false;
        token = new SipToken(
            purpose,
            (byte)(bytes[0] & 0x0F),
            BinaryPrimitives.ReadUInt128BigEndian(bytes[1..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[17..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[21..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[25..]));
        return true;
    }

    private static readonly System.Buffers.SearchValues<byte> Alphabet = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);
}
