namespace ServerlessSip.Sip.Messages;

/// <summary>One header field of a message.</summary>
/// <param name="Name">The known name, compact forms resolved; Other for the rest.</param>
/// <param name="NameText">The name as written.</param>
/// <param name="Value">The value, surrounding white space removed, folds kept.</param>
/// <param name="Offset">Where the field starts in the message.</param>
/// <param name="Length">Its bytes, the final CRLF included.</param>
public readonly record struct HeaderField(
    HeaderName Name, ReadOnlyMemory<byte> NameText, ReadOnlyMemory<byte> Value, int Offset, int Length);
