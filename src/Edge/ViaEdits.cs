namespace ServerlessSip.Edge;

/// <summary>At most two replacements in one message, built into one array of the exact size.</summary>
internal ref struct ViaEdits(ReadOnlySpan<byte> message, Span<byte> scratch)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private readonly Span<byte> _scratch = scratch;
    private Edit _first;
    private Edit _second;
    private int _used;

    /// <summary>Edits may come in any order of offset; they do not overlap.</summary>
    public void Replace(int offset, int removed, scoped ReadOnlySpan<byte> inserted)
    {
        inserted.CopyTo(_scratch[_used..]);
        var edit = new Edit(offset, removed, _used, inserted.Length);
        if (_used == 0) _first = edit;
        else if (offset >= _first.Offset) _second = edit;
        else (_first, _second) = (edit, _first);
        _used += inserted.Length;
    }

    public readonly byte[] Build()
    {
        var size = _message.Length + _first.Inserted - _first.Removed + _second.Inserted - _second.Removed;
        var result = GC.AllocateUninitializedArray<byte>(size);
        var from = 0;
        var to = 0;
        Apply(_first, result, ref from, ref to);
        if (_second.Offset > 0) Apply(_second, result, ref from, ref to);
        _message[from..].CopyTo(result.AsSpan(to));
        return result;
    }

    private readonly void Apply(in Edit edit, byte[] result, ref int from, ref int to)
    {
        _message[from..edit.Offset].CopyTo(result.AsSpan(to));
        to += edit.Offset - from;
        _scratch.Slice(edit.Start, edit.Inserted).CopyTo(result.AsSpan(to));
        to += edit.Inserted;
        from = edit.Offset + edit.Removed;
    }

    private readonly record struct Edit(int Offset, int Removed, int Start, int Inserted);
}
