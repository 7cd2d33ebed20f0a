namespace ServerlessSip.Sip.Messages;

/// <summary>The kinds of changes a <see cref="MessageEditor"/> collects.</summary>
internal enum EditKind : byte
{
    StartLine,
    Prepend,
    Append,
    RemoveFirst,
    RemoveLast,
    Set,
    Remove,
    RemoveField,
}

/// <summary>One change as it was asked for; Number is a count of values or a field's place.</summary>
internal readonly record struct Edit(EditKind Kind, HeaderName Name, int Number, ReadOnlyMemory<byte> Bytes);
