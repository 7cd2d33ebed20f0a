using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Tests.Support;

/// <summary>What the parser is to say of one file of the corpus.</summary>
/// <param name="Parses">Whether there is a message at all.</param>
/// <param name="Fault">What Validate (or, when it does not parse, TryParse) names; None for a message that is
/// fine.</param>
/// <param name="IsAnswerable">Whether the head scan finds what an answer needs.</param>
internal sealed record CorpusVerdict(string File, bool Parses, SipParseErrorKind Fault, bool IsAnswerable);

/// <summary>The one table of verdicts on the torture messages.</summary>
internal static class CorpusVerdicts
{
    public static readonly CorpusVerdict[] All =
    [
        Refused("rfc4475-derived/baddn-terminated.dat", SipParseErrorKind.Value),
        Refused("rfc4475/badaspec.dat", SipParseErrorKind.Value),
        Refused("rfc4475/badbranch.dat", SipParseErrorKind.Value),
        Fine("rfc4475/baddate.dat"),
        Refused("rfc4475/baddn.dat", SipParseErrorKind.Truncated),
        Refused("rfc4475/badinv01.dat", SipParseErrorKind.Value),
        Refused("rfc4475/badvers.dat", SipParseErrorKind.Version),
        Fine("rfc4475/bcast.dat"),
        Fine("rfc4475/bext01.dat"),
        Unreadable("rfc4475/bigcode.dat", SipParseErrorKind.StartLine, isAnswerable: false),
        Refused("rfc4475/clerr.dat", SipParseErrorKind.ContentLength),
        Fine("rfc4475/cparam01.dat"),
        Fine("rfc4475/cparam02.dat"),
        Fine("rfc4475/dblreq.dat"),
        Fine("rfc4475/esc01.dat"),
        Fine("rfc4475/esc02.dat"),
        Fine("rfc4475/escnull.dat"),
        Refused("rfc4475/escruri.dat", SipParseErrorKind.StartLine),
        Refused("rfc4475/insuf.dat", SipParseErrorKind.Missing, isAnswerable: false),
        Fine("rfc4475/intmeth.dat"),
        Fine("rfc4475/inv2543.dat"),
        Fine("rfc4475/invut.dat"),
        Fine("rfc4475/longreq.dat"),
        Refused("rfc4475/ltgtruri.dat", SipParseErrorKind.StartLine),
        Fine("rfc4475/lwsdisp.dat"),
        Refused("rfc4475/lwsruri.dat", SipParseErrorKind.StartLine),
        Refused("rfc4475/lwsstart.dat", SipParseErrorKind.StartLine),
        Refused("rfc4475/mcl01.dat", SipParseErrorKind.ContentLength),
        Refused("rfc4475/mismatch01.dat", SipParseErrorKind.Value),
        Refused("rfc4475/mismatch02.dat", SipParseErrorKind.Value),
        Fine("rfc4475/mpart01.dat"),
        Refused("rfc4475/multi01.dat", SipParseErrorKind.Value),
        Refused("rfc4475/ncl.dat", SipParseErrorKind.ContentLength),
        Fine("rfc4475/noreason.dat"),
        Fine("rfc4475/novelsc.dat"),
        Refused("rfc4475/quotbal.dat", SipParseErrorKind.Value),
        Fine("rfc4475/regaut01.dat"),
        Refused("rfc4475/regbadct.dat", SipParseErrorKind.Value),
        Fine("rfc4475/regescrt.dat"),
        Refused("rfc4475/scalar02.dat", SipParseErrorKind.Value),
        Refused("rfc4475/scalarlg.dat", SipParseErrorKind.Value),
        Fine("rfc4475/sdp01.dat"),
        Fine("rfc4475/semiuri.dat"),
        Unreadable("rfc4475/test.dat", SipParseErrorKind.NotSip, isAnswerable: false),
        Fine("rfc4475/transports.dat"),
        Refused("rfc4475/trws.dat", SipParseErrorKind.StartLine),
        Fine("rfc4475/unkscm.dat"),
        Fine("rfc4475/unksm2.dat"),
        Fine("rfc4475/unreason.dat"),
        Fine("rfc4475/wsinv.dat"),
        Fine("rfc4475/zeromf.dat"),
        Fine("rfc5118-archive/ipv4-mapped-ipv6"),
        Refused("rfc5118-archive/ipv6-bad", SipParseErrorKind.StartLine),
        Refused("rfc5118-archive/ipv6-bug-abnf-3-colons", SipParseErrorKind.Truncated),
        Refused("rfc5118-archive/ipv6-correct-abnf-2-colons", SipParseErrorKind.Truncated),
        Fine("rfc5118-archive/ipv6-good"),
        Refused("rfc5118-archive/ipv6-in-sdp", SipParseErrorKind.ContentLength),
        Fine("rfc5118-archive/mult-ip-in-header"),
        Refused("rfc5118-archive/mult-ip-in-sdp", SipParseErrorKind.ContentLength),
        Fine("rfc5118-archive/port-ambiguous"),
        Fine("rfc5118-archive/port-unambiguous"),
        Fine("rfc5118-archive/via-received-param-no-delim"),
        Fine("rfc5118-archive/via-received-param-with-delim"),
        Fine("rfc5118/ipv4-mapped-ipv6.dat"),
        Refused("rfc5118/ipv6-bad.dat", SipParseErrorKind.StartLine),
        Fine("rfc5118/ipv6-bug-abnf-3-colons.dat"),
        Fine("rfc5118/ipv6-correct-abnf-2-colons.dat"),
        Fine("rfc5118/ipv6-good.dat"),
        Fine("rfc5118/ipv6-in-sdp.dat"),
        Fine("rfc5118/mult-ip-in-header.dat"),
        Fine("rfc5118/mult-ip-in-sdp.dat"),
        Fine("rfc5118/port-ambiguous.dat"),
        Fine("rfc5118/port-unambiguous.dat"),
        Fine("rfc5118/via-received-param-no-delim.dat"),
        Fine("rfc5118/via-received-param-with-delim.dat"),
    ];

    private static CorpusVerdict Fine(string file) => new(file, true, SipParseErrorKind.None, true);

    private static CorpusVerdict Refused(string file, SipParseErrorKind fault, bool isAnswerable = true) =>
        new(file, true, fault, isAnswerable);

    private static CorpusVerdict Unreadable(string file, SipParseErrorKind fault, bool isAnswerable) =>
        new(file, false, fault, isAnswerable);
}
