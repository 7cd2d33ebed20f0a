namespace ServerlessSip.Sip.Messages;

/// <summary>Enumerates the comma-separated values of all fields of one name, without allocation.</summary>
public ref struct HeaderValues
{
    public readonly HeaderValues GetEnumerator() => this;

    /// <summary>The value as written, surrounding white space removed.</summary>
    public readonly ReadOnlyMemory<byte> Current => throw new NotSupportedException();

    public bool MoveNext() => throw new NotSupportedException();
}
