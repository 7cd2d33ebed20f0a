using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>What a server asks of a message before it acts (RFC 3261 §8.2, §16.3).</summary>
internal static class MessageRules
{
    private static readonly (HeaderName Name, string Detail)[] s_mandatory =
    [
        (HeaderName.Via, "Missing Via"), (HeaderName.From, "Missing From"), (HeaderName.To, "Missing To"),
        (HeaderName.CallId, "Missing Call-ID"), (HeaderName.CSeq, "Missing CSeq"),
    ];

    private static readonly ulong s_mandatoryBits =
        s_mandatory.Aggregate(0UL, (bits, m) => bits | HeaderIndex.Bit(m.Name));

    public static SipParseError Check(SipMessage message)
    {
        if (message.StartFault.Kind != SipParseErrorKind.None) return message.StartFault;
        if (message.Index.Fault.Kind != SipParseErrorKind.None) return message.Index.Fault;
        if ((message.Index.Present & s_mandatoryBits) != s_mandatoryBits) return Missing(message);
        if ((message.Index.Repeated & ListHeaders.Single) != 0) return Repeated(message);
        if (message.BodyFault.Kind != SipParseErrorKind.None) return message.BodyFault;
        var error = CheckTransaction(message);
        return error.Kind != SipParseErrorKind.None || !message.IsRequest ? error : CheckRequest(message);
    }

    private static SipParseError Missing(SipMessage message)
    {
        foreach (var (name, detail) in s_mandatory)
        {
            if (!message.Index.Has(name))
                return new SipParseError(SipParseErrorKind.Missing, message.StartLineLength, detail);
        }

        return SipParseError.None;
    }

    private static SipParseError Repeated(SipMessage message)
    {
        var seen = 0UL;
        foreach (ref readonly var field in message.Fields)
        {
            var bit = HeaderIndex.Bit(field.Name) & ListHeaders.Single;
            if ((seen & bit) != 0)
                return new SipParseError(SipParseErrorKind.Value, field.Offset, $"Repeated {Spell(field.Name)}");
            seen |= bit;
        }

        return SipParseError.None;
    }

    private static SipParseError CheckTransaction(SipMessage message)
    {
        if (message.TopVia is not { } via) return Malformed(message, HeaderName.Via);
        // RFC 3261 §8.1.1.7: two requests whose branch is the bare cookie could be taken for one.
        if (via.Branch.SequenceEqual("z9hG4bK"u8)) return Malformed(message, HeaderName.Via);
        if (message.From is null) return Malformed(message, HeaderName.From);
        if (message.To is null) return Malformed(message, HeaderName.To);
        if (message.CallId.IsEmpty || message.CallId.ContainsAnyExcept(Chars.CallId))
            return Malformed(message, HeaderName.CallId);
        // RFC 3261 §8.1.1.5: the number is below 2^31.
        if (message.CSeq is not < 0x8000_0000) return Malformed(message, HeaderName.CSeq);
        return message.CSeqMethodText.SequenceEqual(message.MethodText)
            ? SipParseError.None
            : Fault(message, HeaderName.CSeq, SipParseErrorKind.Value, "CSeq Method Mismatch");
    }

    private static SipParseError CheckRequest(SipMessage message)
    {
        var place = message.MethodText.Length + 1;
        if (message.RequestUri is not { } uri)
            return new SipParseError(SipParseErrorKind.StartLine, place, "Malformed Request-URI");
        // RFC 3261 §19.1.1, table 1: a Request-URI has no headers.
        if (!uri.Headers.IsEmpty && uri.Scheme is SipScheme.Sip or SipScheme.Sips)
            return new SipParseError(SipParseErrorKind.StartLine, place, "Headers in Request-URI");
        if (message.Index.Has(HeaderName.MaxForwards) && message.MaxForwards is null)
            return Malformed(message, HeaderName.MaxForwards);
        if (LimitCheck.HasTooManyValues(message, HeaderName.Via)) return Malformed(message, HeaderName.Via);
        if (LimitCheck.HasTooManyValues(message, HeaderName.RecordRoute))
            return Malformed(message, HeaderName.RecordRoute);
        if (message.Contacts is null) return Malformed(message, HeaderName.Contact);
        if (message.Routes is null) return Malformed(message, HeaderName.Route);
        return SipParseError.None;
    }

    /// <summary>Names the limit when it is one that a value passes.</summary>
    private static SipParseError Malformed(SipMessage message, HeaderName name)
    {
        if (LimitCheck.FindPassed(message, name) is { } limit)
            return Fault(message, name, SipParseErrorKind.TooLarge, limit);
        return Fault(message, name, SipParseErrorKind.Value, $"Malformed {Spell(name)}");
    }

    private static SipParseError Fault(SipMessage message, HeaderName name, SipParseErrorKind kind, string detail) =>
        new(kind, message.Fields[message.Index.Next(name, 0)].Offset, detail);

    private static string Spell(HeaderName name) => System.Text.Encoding.ASCII.GetString(HeaderNames.Text(name));
}
