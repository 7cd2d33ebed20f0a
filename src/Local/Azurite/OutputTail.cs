using System.Diagnostics;

namespace ServerlessSip.Local.Azurite;

/// <summary>The last lines a child process wrote, for the error that says why it failed.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 8;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();

    internal void Attach(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_lock)
        {
            _lines.Enqueue(line.Trim());
            if (_lines.Count > MaxLines) _lines.Dequeue();
        }
    }

    public override string ToString()
    {
        lock (_lock) return _lines.Count == 0 ? "it wrote nothing" : string.Join(" | ", _lines);
    }
}
