using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>
/// Keys of bytes that are looked up by span. Seeded per process, so that nobody can aim at one bucket.
/// </summary>
internal sealed class ByteKeyComparer :
    IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly ByteKeyComparer Instance = new();

    /// <summary>Names the seed in <see cref="AppContext"/>; only a simulation sets one, to repeat itself.</summary>
    public const string SeedName = "ServerlessSip.Edge.HashSeed";

    private static readonly ulong Seed = AppContext.GetData(SeedName) is ulong seed
        ? seed
        : BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    /// <summary>A 64-bit mix of all bytes, eight at a time.</summary>
    public static ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (ulong)key.Length;
        while (key.Length >= 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
            key = key[8..];
        }
        var rest = 0UL;
        foreach (var b in key) rest = (rest << 8) | b;
        return Fold(hash ^ rest ^ 0x9E3779B97F4A7C15UL);
    }

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
    public int GetHashCode([DisallowNull] byte[] obj) => (int)Hash(obj);
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)Hash(alternate);
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value ^ Seed, 0xD6E8FEB86659FD93UL, out var low);
        return high ^ low;
    }
}
