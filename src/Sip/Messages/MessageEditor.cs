using System.Text;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// Collects changes to one message and makes the <see cref="OutgoingMessage"/>. What is not touched goes out byte for
/// byte.
/// </summary>
/// <remarks>
/// Counts, places and "first" are those of the source message, whatever else is edited. Of several
/// <see cref="Set"/> and <see cref="Remove"/> of one name the last holds.
/// </remarks>
public ref struct MessageEditor
{
    private readonly SipMessage _source;
    private readonly List<Edit> _edits;

    public MessageEditor(SipMessage source)
    {
        _source = source;
        _edits = new List<Edit>(8);
    }

    public readonly void ReplaceRequestUri(ReadOnlyMemory<byte> uri) => Add(EditKind.StartLine, default, 0, uri);

    /// <summary>
    /// Inserts whole header lines (each ended by CRLF) above the first field of that name, or after the start line. A
    /// later call goes above an earlier one.
    /// </summary>
    public readonly void PrependLines(HeaderName before, ReadOnlyMemory<byte> lines) =>
        Add(EditKind.Prepend, before, 0, lines);

    /// <summary>Inserts whole header lines (each ended by CRLF) after the last header field.</summary>
    public readonly void AppendLines(ReadOnlyMemory<byte> lines) => Add(EditKind.Append, default, 0, lines);

    /// <summary>
    /// Removes the first <paramref name="count"/> comma-separated values of a list header; a field left empty goes
    /// whole.
    /// </summary>
    public readonly void RemoveFirstValues(HeaderName name, int count) =>
        Add(EditKind.RemoveFirst, name, count, default);

    /// <summary>Removes the last value of a list header.</summary>
    public readonly void RemoveLastValue(HeaderName name) => Add(EditKind.RemoveLast, name, 1, default);

    /// <summary>
    /// Replaces the value of the first such field, or appends the field; <paramref name="value"/> without CRLF.
    /// </summary>
    public readonly void Set(HeaderName name, ReadOnlyMemory<byte> value) => Add(EditKind.Set, name, 0, value);

    /// <summary>Removes every field of that name.</summary>
    public readonly void Remove(HeaderName name) => Add(EditKind.Remove, name, 0, default);

    /// <summary>Removes the n-th field.</summary>
    public readonly void RemoveField(int index) => Add(EditKind.RemoveField, default, index, default);

    /// <summary>Replaces the status line of a response.</summary>
    public readonly void ReplaceStatus(int statusCode, string reasonPhrase) =>
        Add(EditKind.StartLine, default, 0, Encoding.UTF8.GetBytes($"SIP/2.0 {statusCode} {reasonPhrase}"));

    public readonly OutgoingMessage Build() => new EditPlan(_source, _edits).Build();

    private readonly void Add(EditKind kind, HeaderName name, int number, ReadOnlyMemory<byte> bytes) =>
        _edits.Add(new Edit(kind, name, number, bytes));
}
