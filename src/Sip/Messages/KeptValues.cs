using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// Which parts of the fields of one list header are left when values are taken from the front and the back of the
/// whole list. Asked field by field, in their order.
/// </summary>
internal sealed class KeptValues
{
    private readonly SipMessage _source;
    private readonly int _first;
    private readonly int _end;

    /// <summary>The number of the next field's first value in the whole list.</summary>
    private int _number;

    private KeptValues(SipMessage source, HeaderName name, int first, int last)
    {
        _source = source;
        Name = name;
        _first = first;
        _end = last == 0 ? int.MaxValue : Total(source, name) - last;
    }

    public HeaderName Name { get; }

    /// <summary>Null when nothing is taken from that header.</summary>
    public static KeptValues? Find(SipMessage source, ReadOnlySpan<Edit> edits, HeaderName name)
    {
        int first = 0, last = 0;
        foreach (ref readonly var edit in edits)
        {
            if (edit.Name != name) continue;
            if (edit.Kind == EditKind.RemoveFirst) first += edit.Number;
            if (edit.Kind == EditKind.RemoveLast) last += edit.Number;
        }

        return first == 0 && last == 0 ? null : new KeptValues(source, name, first, last);
    }

    /// <summary>
    /// From and to within the next field's value; equal when none is left, 0 and the length when all are.
    /// </summary>
    public (int From, int To) Next(in FieldEntry field)
    {
        var value = _source.Value(field).Span;
        var (position, from, to) = (0, -1, 0);
        var whole = true;
        while (ListSplitter.TryNext(value, ref position, out var start, out var length))
        {
            var isKept = _number >= _first && _number < _end;
            _number++;
            whole &= isKept;
            if (!isKept) continue;
            if (from < 0) from = start;
            to = start + length;
        }

        if (whole) return (0, field.ValueLength);
        return from < 0 ? (0, 0) : (from, to);
    }

    private static int Total(SipMessage source, HeaderName name)
    {
        var count = 0;
        for (var i = source.Index.Next(name, 0); i >= 0; i = source.Index.Next(name, i + 1))
        {
            var value = source.Value(source.Fields[i]).Span;
            var position = 0;
            while (ListSplitter.TryNext(value, ref position, out _, out _)) count++;
        }

        return count;
    }
}
