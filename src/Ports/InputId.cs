namespace ServerlessSip.Ports;

/// <summary>
/// The identity of one input or effect, 128 bits. A relay's is its boot nonce (high half) and datagram number (low
/// half); a command's is a hash of its Idempotency-Key; an effect's and a timer's are derived. Never taken from
/// content.
/// </summary>
public readonly record struct InputId(UInt128 Value)
{
    public static InputId FromRelay(ulong bootNonce, ulong number) => new(new UInt128(bootNonce, number));

    /// <summary>The id of the n-th effect of this input: the same for every redelivery, unlike any other.</summary>
    public InputId Effect(int index)
    {
        // Two rounds of a 64-bit mixer (SplitMix64) over both halves: a bijection per index, so no collisions within
        // one input.
        var lo = Mix((ulong)Value ^ ((ulong)(uint)(index + 1) * 0x9E3779B97F4A7C15UL));
        var hi = Mix((ulong)(Value >> 64) + lo);
        return new InputId(new UInt128(hi, lo));
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
