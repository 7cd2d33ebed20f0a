namespace ServerlessSip.Sip.Messages;

/// <summary>Collects changes to one message and makes the <see cref="OutgoingMessage"/>. What is not touched goes out byte for byte.</summary>
public ref struct MessageEditor
{
    public MessageEditor(SipMessage source) => throw new NotSupportedException();

    public void ReplaceRequestUri(ReadOnlyMemory<byte> uri) => throw new NotSupportedException();

    /// <summary>Inserts whole header lines (each ended by CRLF) above the first field of that name, or after the start line.</summary>
    public void PrependLines(HeaderName before, ReadOnlyMemory<byte> lines) => throw new NotSupportedException();

    /// <summary>Inserts whole header lines (each ended by CRLF) after the last header field.</summary>
    public void AppendLines(ReadOnlyMemory<byte> lines) => throw new NotSupportedException();

    /// <summary>Removes the first <paramref name="count"/> comma-separated values of a list header; a field left empty goes whole.</summary>
    public void RemoveFirstValues(HeaderName name, int count) => throw new NotSupportedException();

    /// <summary>Removes the last value of a list header.</summary>
    public void RemoveLastValue(HeaderName name) => throw new NotSupportedException();

    /// <summary>Replaces the value of the first such field, or appends the field; <paramref name="value"/> without CRLF.</summary>
    public void Set(HeaderName name, ReadOnlyMemory<byte> value) => throw new NotSupportedException();

    /// <summary>Removes every field of that name.</summary>
    public void Remove(HeaderName name) => throw new NotSupportedException();

    /// <summary>Removes the n-th field.</summary>
    public void RemoveField(int index) => throw new NotSupportedException();

    /// <summary>Replaces the status line of a response.</summary>
    public void ReplaceStatus(int statusCode, string reasonPhrase) => throw new NotSupportedException();

    public OutgoingMessage Build() => throw new NotSupportedException();
}
