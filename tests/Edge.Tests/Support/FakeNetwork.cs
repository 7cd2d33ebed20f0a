using System.Text;

namespace ServerlessSip.Edge.Tests.Support;

/// <summary>Keeps what the core sends.</summary>
internal sealed class FakeNetwork : IRelayTransport
{
    public bool IsBroken { get; set; }
    public List<(SendTarget Target, string Text)> Sent { get; } = [];
    public object? LastToken { get; private set; }

    /// <summary>What another thread does while a message is on its way to the socket; told its start line.</summary>
    public Action<string>? Meanwhile { get; set; }

    /// <summary>The start lines of what was sent since the last call.</summary>
    public string[] TakeLines()
    {
        var lines = Sent.Select(s => s.Text[..s.Text.IndexOf('\r')]).ToArray();
        Sent.Clear();
        return lines;
    }

    public bool Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token)
    {
        LastToken = token;
        if (IsBroken) return false;
        var text = Encoding.UTF8.GetString(bytes.Span);
        Meanwhile?.Invoke(text[..text.IndexOf('\r')]);
        Sent.Add((target, text));
        return true;
    }
}
