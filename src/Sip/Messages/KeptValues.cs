using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// Which part of a list field is left when values are taken from the front and the back of the whole list.
/// </summary>
internal static class KeptValues
{
    /// <summary>From and to within the field's value; equal when none is left, 0 and the length when all are.</summary>
    public static (int From, int To) Of(SipMessage source, ReadOnlySpan<Edit> edits, int fieldIndex)
    {
        var field = source.Fields[fieldIndex];
        Count(edits, field.Name, out var first, out var last);
        if (first == 0 && last == 0) return (0, field.ValueLength);
        var keptEnd = last == 0 ? int.MaxValue : Total(source, field.Name) - last;
        return Range(source, field, (first, keptEnd), Before(source, field.Name, fieldIndex));
    }

    private static (int From, int To) Range(
        SipMessage source, in FieldEntry field, (int First, int End) kept, int number)
    {
        var value = source.Value(field).Span;
        var (position, from, to) = (0, -1, 0);
        var whole = true;
        while (ListSplitter.TryNext(value, ref position, out var start, out var length))
        {
            if (number >= kept.First && number < kept.End)
            {
                if (from < 0) from = start;
                to = start + length;
            }
            else
            {
                whole = false;
            }

            number++;
        }

        if (whole) return (0, field.ValueLength);
        return from < 0 ? (0, 0) : (from, to);
    }

    private static void Count(ReadOnlySpan<Edit> edits, HeaderName name, out int first, out int last)
    {
        first = last = 0;
        foreach (ref readonly var edit in edits)
        {
            if (edit.Name != name) continue;
            if (edit.Kind == EditKind.RemoveFirst) first += edit.Number;
            if (edit.Kind == EditKind.RemoveLast) last += edit.Number;
        }
    }

    private static int Total(SipMessage source, HeaderName name) => Before(source, name, source.HeaderCount);

    /// <summary>How many values of that name stand in the fields before a place.</summary>
    private static int Before(SipMessage source, HeaderName name, int fieldIndex)
    {
        var count = 0;
        for (var i = source.Index.Next(name, 0); i >= 0 && i < fieldIndex; i = source.Index.Next(name, i + 1))
        {
            var value = source.Value(source.Fields[i]).Span;
            var position = 0;
            while (ListSplitter.TryNext(value, ref position, out _, out _)) count++;
        }

        return count;
    }
}
