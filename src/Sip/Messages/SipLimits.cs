namespace ServerlessSip.Sip.Messages;

/// <summary>The limits of a message. Beyond one the message is refused with the limit's name.</summary>
public sealed record SipLimits
{
    /// <summary>Of what comes from the network.</summary>
    public static readonly SipLimits Default = new();

    /// <summary>
    /// Of what we make ourselves of messages within <see cref="Default"/>: it has our own fields on top, and in a
    /// dialog of our own the names and routes of the message that began it.
    /// </summary>
    public static readonly SipLimits Own = new()
    {
        MaxMessageBytes = 256 * 1024,
        MaxHeaders = 256,
        MaxHeaderBytes = ushort.MaxValue,
        MaxStartLineBytes = ushort.MaxValue,
        MaxListValues = 256,
    };

    /// <summary>Most bytes of a message, headers and body.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Most header fields.</summary>
    public int MaxHeaders { get; init; } = 100;

    /// <summary>Most bytes of one header field, folded lines included.</summary>
    public int MaxHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>Most bytes of a start line.</summary>
    public int MaxStartLineBytes { get; init; } = 8 * 1024;

    /// <summary>Most values of one list header (Via, Route, Record-Route, Contact) that are read.</summary>
    public int MaxListValues { get; init; } = 100;

    /// <summary>Most parameters of one value that are read.</summary>
    public int MaxParameters { get; init; } = 64;
}
