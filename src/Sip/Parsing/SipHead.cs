using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// What a relay reads of a message: spans into the received bytes, nothing allocated, values trimmed and not checked
/// beyond what is said here.
/// </summary>
public ref struct SipHead
{
    public bool IsRequest;
    public SipMethod Method;

    /// <summary>A request's method as written; a response's CSeq method as written.</summary>
    public ReadOnlySpan<byte> MethodText;
    public ReadOnlySpan<byte> RequestUri;
    public int StatusCode;

    /// <summary>The topmost Via value as written and where it starts.</summary>
    public ReadOnlySpan<byte> TopVia;
    public int TopViaOffset;
    public ReadOnlySpan<byte> ViaTransport;
    public ReadOnlySpan<byte> ViaSentBy;
    public ReadOnlySpan<byte> ViaBranch;

    /// <summary>0 when none is written.</summary>
    public int ViaPort;

    /// <summary>Where the value of rport belongs: after <c>;rport</c>; −1 when there is no rport parameter.</summary>
    public int ViaRPortOffset;

    /// <summary>The rport's value; 0 when empty or absent.</summary>
    public int ViaRPort;

    /// <summary>Without the brackets that some write about IPv6.</summary>
    public ReadOnlySpan<byte> ViaReceived;
    public ReadOnlySpan<byte> CallId;
    public ReadOnlySpan<byte> From;
    public ReadOnlySpan<byte> To;
    public ReadOnlySpan<byte> FromTag;
    public ReadOnlySpan<byte> ToTag;

    /// <summary>The first Route value as written; empty when there is none.</summary>
    public ReadOnlySpan<byte> TopRoute;

    /// <summary>2^32−1 for anything above it, which is answered with 400.</summary>
    public uint CSeq;
    public SipMethod CSeqMethod;
    internal ReadOnlySpan<byte> CSeqMethodText;

    /// <summary>−1 when there is none; −2 when it is not a number or repeated with another value.</summary>
    public int ContentLength;

    /// <summary>Bytes up to and including the empty line.</summary>
    public int HeadLength;

    /// <summary>
    /// Reads the head in one pass. False with the fault for what is not SIP or cannot be answered; a message whose
    /// Via, Call-ID, CSeq, From and To can be read is accepted however odd the rest.
    /// </summary>
    public static bool TryScan(ReadOnlySpan<byte> bytes, out SipHead head, out SipParseError error)
    {
        head = default;
        error = HeadScan.Read(bytes, ref head);
        return error.Kind == SipParseErrorKind.None;
    }
}
