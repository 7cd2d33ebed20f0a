using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>The parts of a CSeq value (RFC 3261 §20.16): its digits, however many, and its method.</summary>
internal readonly ref struct CSeqValue
{
    private CSeqValue(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> method)
    {
        Digits = digits;
        MethodText = method;
    }

    public ReadOnlySpan<byte> Digits { get; }
    public ReadOnlySpan<byte> MethodText { get; }

    public static bool TryParse(ReadOnlySpan<byte> text, out CSeqValue value)
    {
        value = default;
        var digits = Numbers.DigitsLength(text);
        var method = Lws.Skip(text, digits);
        if (digits == 0 || method == digits || method == text.Length) return false;
        if (text[method..].ContainsAnyExcept(Chars.Token)) return false;
        value = new CSeqValue(text[..digits], text[method..]);
        return true;
    }

    public SipMethod Method => SipMethods.Parse(MethodText);
}
