using System.Text;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Transactions;

/// <summary>
/// The names of transactions, the same in relay and functions: <c>branch|METHOD</c> for a client transaction,
/// <c>branch|sent-by|METHOD</c> for a server transaction, in which ACK counts as INVITE (RFC 3261 §17.1.3, §17.2.3).
/// </summary>
/// <remarks>
/// A branch without the magic cookie (RFC 2543) names nothing: Call-ID, CSeq number and From-tag stand in its
/// place, before the sent-by. The Request-URI, which such a match also asks for, is left out because responses do
/// not repeat it.
/// </remarks>
public static class TransactionKey
{
    /// <summary>Most bytes of a key; a message that needs more has no transaction and is refused.</summary>
    public const int MaxLength = 1024;

    /// <summary>
    /// Writes the key of a received request's, or a sent response's, server transaction; 0 when it does not fit.
    /// </summary>
    public static int WriteServer(in SipHead head, Span<byte> destination)
    {
        var writer = new KeyWriter(destination);
        if (HasCookie(head.ViaBranch)) writer.Add(head.ViaBranch);
        else writer.AddOld(head.ViaBranch, head.CallId, head.CSeq, head.FromTag);
        writer.Add("|"u8);
        writer.Add(head.ViaSentBy);
        writer.Add("|"u8);
        writer.Add(Method(head.IsRequest ? head.Method : head.CSeqMethod, head.MethodText));
        return writer.Length;
    }

    /// <summary>
    /// Writes the key of a sent request's, or a received response's, client transaction; 0 when it does not fit.
    /// </summary>
    public static int WriteClient(in SipHead head, Span<byte> destination)
    {
        var writer = new KeyWriter(destination);
        writer.Add(head.ViaBranch);
        writer.Add("|"u8);
        writer.Add(Method(head.IsRequest ? head.Method : head.CSeqMethod, head.MethodText));
        return writer.Length;
    }

    /// <summary>
    /// The name of the server transaction that a received request belongs to; null when it can have none.
    /// </summary>
    public static string? Server(ReadOnlySpan<byte> request)
    {
        if (!SipHead.TryScan(request, out var head, out _)) return null;
        Span<byte> key = stackalloc byte[MaxLength];
        var length = WriteServer(head, key);
        return length == 0 ? null : Encoding.UTF8.GetString(key[..length]);
    }

    private static bool HasCookie(ReadOnlySpan<byte> branch) => branch.StartsWith("z9hG4bK"u8);

    private static ReadOnlySpan<byte> Method(SipMethod method, ReadOnlySpan<byte> text) => method switch
    {
        SipMethod.Ack => SipMethods.Text(SipMethod.Invite),
        SipMethod.Other => text,
        _ => SipMethods.Text(method),
    };

    private ref struct KeyWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;
        private bool _full;
        private int _length;

        public readonly int Length => _full ? 0 : _length;

        public void Add(scoped ReadOnlySpan<byte> part)
        {
            _full |= !part.TryCopyTo(_destination[_length..]);
            if (!_full) _length += part.Length;
        }

        public void AddOld(ReadOnlySpan<byte> branch, ReadOnlySpan<byte> callId, uint cseq, ReadOnlySpan<byte> fromTag)
        {
            Span<byte> number = stackalloc byte[10];
            cseq.TryFormat(number, out var digits);
            Add(branch);
            Add(" "u8);
            Add(callId);
            Add(" "u8);
            Add(number[..digits]);
            Add(" "u8);
            Add(fromTag);
        }
    }
}
