using FsCheck;
using FsCheck.Fluent;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Properties;

/// <summary>Random inputs: bytes of any kind, the corpus with faults put in, and well-formed parts.</summary>
internal static class Generators
{
    private static readonly byte[][] s_corpus = Corpus.Names().Select(Corpus.Read).ToArray();

    /// <summary>What parsers stumble over.</summary>
    private static readonly byte[] s_separators = Sample.Bytes("\r\n\t \",;:<>@?=%\\[]/\0\u00ff09Aa");

    public static Gen<byte[]> AnyBytes => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf();

    public static Gen<byte[]> Separators => Gen.Elements(s_separators).ArrayOf();

    /// <summary>An INVITE with a random value in a random header.</summary>
    public static Gen<byte[]> OddHeader =>
        from name in Gen.Elements("Via", "From", "To", "Contact", "CSeq", "Call-ID", "Content-Length", "Max-Forwards")
        from value in Gen.OneOf(Separators, AnyBytes)
        select Sample.InviteWith(name, $"{name}: {Sample.Text(value)}");

    /// <summary>A message of the corpus with bytes changed, removed, doubled or cut off.</summary>
    public static Gen<byte[]> MutatedCorpus =>
        from source in Gen.Elements(s_corpus)
        from mutations in Mutation.ArrayOf(4)
        select mutations.Aggregate(source, Mutate);

    public static Gen<byte[]> Anything => Gen.OneOf(AnyBytes, Separators, OddHeader, MutatedCorpus, MutatedCorpus);

    /// <summary>Characters that the user part takes as they are or escaped.</summary>
    public static Gen<string> User =>
        from parts in Gen.Elements("a", "Z", "0", "-", "_", "%20", "%00", "%C3%A9", ";", "?", "/", "&", "=",
            "+").ArrayOf()
        select "u" + string.Concat(parts);

    public static Gen<string> Token =>
        from letters in Gen.Elements("abcXYZ019-.!%*_+`'~".ToCharArray()).ArrayOf()
        select "t" + new string(letters);

    public static Gen<string> Host => Gen.Elements("example.com", "h", "192.0.2.1", "[2001:db8::1]", "a-b.c_d");

    public static Gen<string> Uri =>
        from scheme in Gen.Elements("sip", "sips", "SIP")
        from user in User
        from host in Host
        from port in Gen.Elements("", ":1", ":5060", ":65535")
        from tail in Gen.Elements("", ";lr", ";transport=tcp;lr", ";%6Cr=%20?Subject=a%3Fb&x=", "?a=b")
        select $"{scheme}:{user}@{host}{port}{tail}";

    private static Gen<(int Kind, int Place, byte Value)> Mutation =>
        from kind in Gen.Choose(0, 3)
        from place in Gen.Choose(0, 4000)
        from value in Gen.OneOf(Gen.Elements(s_separators), Gen.Choose(0, 255).Select(b => (byte)b))
        select (kind, place, value);

    private static byte[] Mutate(byte[] bytes, (int Kind, int Place, byte Value) mutation)
    {
        if (bytes.Length == 0) return bytes;
        var place = mutation.Place % bytes.Length;
        return mutation.Kind switch
        {
            0 => [.. bytes[..place], mutation.Value, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], mutation.Value, .. bytes[place..]],
            2 => [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + mutation.Value)..]],
            _ => bytes[..place],
        };
    }
}
