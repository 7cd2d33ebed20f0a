using System.Text.Json;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Documents;

/// <summary>
/// The byte arrays of one document being read: parts of its bytes, and one message object for all that refer to one.
/// </summary>
internal sealed class BlobReader(List<ReadOnlyMemory<byte>> blobs)
{
    /// <summary>The table of the document that this thread is reading; converters have no other way to it.</summary>
    [ThreadStatic]
    private static BlobReader? t_current;

    private readonly SipMessage?[] _messages = new SipMessage?[blobs.Count];

    public static BlobReader Current
    {
        get => t_current ?? throw new InvalidOperationException("no document is being read on this thread");
        set => t_current = value;
    }

    public ReadOnlyMemory<byte> Bytes(int index) =>
        (uint)index < (uint)blobs.Count ? blobs[index] : throw new JsonException($"no blob {index}");

    public SipMessage Message(int index)
    {
        var bytes = Bytes(index);
        if (_messages[index] is { } known) return known;
        if (!SipMessage.TryParse(bytes, out var message, out var error))
            throw new JsonException($"blob {index} is no message: {error.Kind}");
        return _messages[index] = message!;
    }
}
