using System.Runtime.InteropServices;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>Turns collected edits into splices, in one walk over the header fields.</summary>
internal ref struct EditPlan
{
    private readonly SipMessage _source;
    private readonly ReadOnlySpan<Edit> _edits;
    private readonly List<Splice> _splices;
    private readonly ulong _touched;
    private readonly int _headersStart;
    private List<KeptValues>? _kept;
    private ulong _met;
    private ulong _set;

    public EditPlan(SipMessage source, List<Edit> edits)
    {
        _source = source;
        _edits = CollectionsMarshal.AsSpan(edits);
        _splices = new List<Splice>(edits.Count + 2);
        foreach (var edit in _edits) _touched |= TouchedBy(edit);
        _headersStart = source.Fields.IsEmpty ? source.Bytes.Length - source.Body.Length : source.Fields[0].Offset;
    }

    public OutgoingMessage Build()
    {
        EditStartLine();
        PrependMissing();
        for (var i = 0; i < _source.HeaderCount; i++)
        {
            ref readonly var field = ref _source.Fields[i];
            if ((_touched & HeaderIndex.Bit(field.Name)) != 0) EditField(i, field);
        }

        Append();
        return new OutgoingMessage(_source.Bytes, _splices.ToArray());
    }

    private readonly ulong TouchedBy(in Edit edit) => edit.Kind switch
    {
        EditKind.StartLine or EditKind.Append => 0,
        EditKind.RemoveField => HeaderIndex.Bit(_source.Fields[edit.Number].Name),
        _ => HeaderIndex.Bit(edit.Name),
    };

    private readonly void EditStartLine()
    {
        var last = -1;
        for (var i = 0; i < _edits.Length; i++)
        {
            if (_edits[i].Kind == EditKind.StartLine) last = i;
        }

        if (last < 0) return;
        var (start, length) = _source.IsRequest
            ? (_source.MethodText.Length + 1, _source.RequestUriText.Length)
            : (0, _source.StartLineLength);
        Splice(start, length, _edits[last].Bytes);
    }

    private readonly void PrependMissing()
    {
        for (var i = _edits.Length - 1; i >= 0; i--)
        {
            ref readonly var edit = ref _edits[i];
            if (edit.Kind == EditKind.Prepend && !_source.Index.Has(edit.Name)) Splice(_headersStart, 0, edit.Bytes);
        }
    }

    private void EditField(int index, in FieldEntry field)
    {
        var bit = HeaderIndex.Bit(field.Name);
        if ((_met & bit) == 0) Begin(field);
        _met |= bit;
        var last = LastSetOrRemove(field.Name);
        var (from, to) = Kept(field);
        if (IsRemoved(index) || (last >= 0 && IsAfterRemove(field.Name, last)))
        {
            Splice(field.Offset, field.Length, default);
            return;
        }

        if (from == to && field.ValueLength > 0)
        {
            Splice(field.Offset, field.Length, default);
        }
        else if (last >= 0 && (_set & bit) == 0)
        {
            _set |= bit;
            Splice(field.ValueOffset, field.ValueLength, _edits[last].Bytes);
        }
        else
        {
            if (from > 0) Splice(field.ValueOffset, from, default);
            if (to < field.ValueLength) Splice(field.ValueOffset + to, field.ValueLength - to, default);
        }
    }

    /// <summary>At the first field of a name.</summary>
    private void Begin(in FieldEntry field)
    {
        Prepend(field);
        if (KeptValues.Find(_source, _edits, field.Name) is { } kept) (_kept ??= []).Add(kept);
    }

    private readonly (int From, int To) Kept(in FieldEntry field)
    {
        if (_kept is null) return (0, field.ValueLength);
        foreach (var kept in _kept)
        {
            if (kept.Name == field.Name) return kept.Next(field);
        }

        return (0, field.ValueLength);
    }

    private readonly void Prepend(in FieldEntry field)
    {
        for (var i = _edits.Length - 1; i >= 0; i--)
        {
            ref readonly var edit = ref _edits[i];
            if (edit.Kind == EditKind.Prepend && edit.Name == field.Name) Splice(field.Offset, 0, edit.Bytes);
        }
    }

    /// <summary>
    /// Whether the original fields of that name are all gone: its last word is Remove, or a Set after a Remove.
    /// </summary>
    private readonly bool IsAfterRemove(HeaderName name, int last)
    {
        for (var i = last; i >= 0; i--)
        {
            if (_edits[i].Kind == EditKind.Remove && _edits[i].Name == name) return true;
        }

        return false;
    }

    private readonly int LastSetOrRemove(HeaderName name)
    {
        for (var i = _edits.Length - 1; i >= 0; i--)
        {
            if (_edits[i].Kind is EditKind.Set or EditKind.Remove && _edits[i].Name == name) return i;
        }

        return -1;
    }

    private readonly bool IsRemoved(int index)
    {
        foreach (ref readonly var edit in _edits)
        {
            if (edit.Kind == EditKind.RemoveField && edit.Number == index) return true;
        }

        return false;
    }

    private readonly void Append()
    {
        var fields = _source.Fields;
        var end = fields.IsEmpty ? _headersStart : fields[^1].End;
        for (var i = 0; i < _edits.Length; i++)
        {
            ref readonly var edit = ref _edits[i];
            if (edit.Kind == EditKind.Append) Splice(end, 0, edit.Bytes);
            if (edit.Kind != EditKind.Set || (_set & HeaderIndex.Bit(edit.Name)) != 0) continue;
            if (LastSetOrRemove(edit.Name) == i) Splice(end, 0, Line(edit));
        }
    }

    private static byte[] Line(in Edit edit)
    {
        var name = HeaderNames.Text(edit.Name);
        var line = new byte[name.Length + edit.Bytes.Length + 4];
        var sink = ByteSink.Into(line);
        sink.WriteLine(name, edit.Bytes.Span);
        return line;
    }

    private readonly void Splice(int offset, int removed, ReadOnlyMemory<byte> inserted)
    {
        if (removed > 0 || !inserted.IsEmpty) _splices.Add(new Splice(offset, removed, inserted));
    }
}
