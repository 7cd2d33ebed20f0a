using System.Text;
using ServerlessSip.Simulation.Clock;

namespace ServerlessSip.Simulation.World;

/// <summary>The last steps of a world, written out only when something is wrong.</summary>
internal sealed class Trace(EventQueue events)
{
    private const int Kept = 60;
    private readonly Queue<(TimeSpan At, string What, ReadOnlyMemory<byte> Bytes)> _steps = new();

    /// <summary>Keep everything, for a seed that is replayed.</summary>
    public bool Whole { get; init; }

    public int Count { get; private set; }

    public void Add(string what, ReadOnlyMemory<byte> bytes = default)
    {
        Count++;
        _steps.Enqueue((events.Now, what, bytes));
        if (!Whole && _steps.Count > Kept) _steps.Dequeue();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (at, what, bytes) in _steps)
            text.Append(at.TotalSeconds.ToString("0.0000", null)).Append(' ').Append(what).Append(' ')
                .AppendLine(Brief(bytes));
        return text.ToString();
    }

    private static string Brief(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        var lines = Encoding.Latin1.GetString(bytes.Span).Split("\r\n");
        string Of(string name) =>
            lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.OrdinalIgnoreCase)) ?? "";
        return $"{lines[0]} | {Of("CSeq:")} | {Of("Call-ID:")} | {Of("Via:")} | {Of("To:")}";
    }
}
