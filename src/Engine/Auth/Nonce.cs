using System.Buffers.Binary;
using System.Buffers.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Auth;

/// <summary>
/// A nonce that needs no store: when it was made and for which actor is signed, so that any instance can judge it and
/// every use of it meets the one document that counts its uses.
/// </summary>
internal static class Nonce
{
    /// <summary>The characters of a nonce.</summary>
    public const int Length = 32;

    /// <summary>How far the clocks of two instances may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    // Seconds (4), salt (4), and 128 bits of HMAC over them and the actor's key: 24 bytes, 32 characters.
    private const int SaltAt = 4;
    private const int SignatureAt = 8;
    private const int Bytes = 24;

    /// <summary>
    /// The salt is of the input, so that two phones that ask in one second do not share a nonce count.
    /// </summary>
    public static string Make(in Env env, ActorKey actor)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        var input = env.Input.Value;
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)env.Now.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(
            bytes[SaltAt..], (uint)(input ^ (input >> 32) ^ (input >> 64) ^ (input >> 96)));
        Span<byte> signed = stackalloc byte[SignedBytes];
        Fill(signed, bytes, actor);
        env.Settings.Keys.Sign(KeyUse.Nonce, signed, bytes[SignatureAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Whether we made it for that actor; <paramref name="madeAt"/> is then when.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ActorKey actor, TokenKeys keys, out DateTimeOffset madeAt)
    {
        madeAt = default;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (text.Length != Length || !Base64Url.TryDecodeFromUtf8(text, bytes, out var count) || count != Bytes)
            return false;
        Span<byte> signed = stackalloc byte[SignedBytes];
        Fill(signed, bytes, actor);
        if (!keys.Verify(KeyUse.Nonce, signed, bytes[SignatureAt..])) return false;
        madeAt = SecondsOf(bytes);
        return true;
    }

    /// <summary>Whether a nonce of that age may still be used.</summary>
    public static bool IsFresh(DateTimeOffset madeAt, in Env env) =>
        madeAt <= env.Now + ClockSkew && env.Now - madeAt <= env.Settings.Limits.NonceLife;

    /// <summary>When a nonce was made that was verified before.</summary>
    public static DateTimeOffset MadeAt(string nonce)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        return Base64Url.TryDecodeFromChars(nonce, bytes, out var count) && count == Bytes
            ? SecondsOf(bytes)
            : DateTimeOffset.UnixEpoch;
    }

    private const int SignedBytes = SignatureAt + 1 + 16;

    private static void Fill(Span<byte> signed, ReadOnlySpan<byte> nonce, ActorKey actor)
    {
        nonce[..SignatureAt].CopyTo(signed);
        signed[SignatureAt] = (byte)actor.Kind;
        BinaryPrimitives.WriteUInt128BigEndian(signed[(SignatureAt + 1)..], actor.Hash);
    }

    private static DateTimeOffset SecondsOf(ReadOnlySpan<byte> bytes) =>
        DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes));
}
