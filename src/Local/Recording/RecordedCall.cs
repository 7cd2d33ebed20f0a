using System.Text.Json;
using ServerlessSip.Local.Users;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Recording;

/// <summary>The file of one call.</summary>
internal sealed class RecordedCall(string path, long start, RecorderLimits limits)
{
    private readonly Lock _lock = new();
    private readonly HashSet<InputId> _seen = [];
    private int _bytes;
    private bool _isOver;

    /// <summary>The clock's timestamp of its first line.</summary>
    public long Start => start;

    /// <summary>Adds a line, once for each id; at the limit, and when the disk fails, the recording ends.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Add(InputId? id, RecordedLine line)
    {
        lock (_lock)
        {
            if (_isOver || (id is { } known && !_seen.Add(known))) return;
            var text = Bytes(line);
            if (_bytes + text.Length > limits.MaxBytes)
            {
                text = Bytes(new RecordedLine { Ms = line.Ms, Way = "cut" });
                _isOver = true;
            }
            _bytes += text.Length;
            try
            {
                PrivateFile.Append(path, text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _isOver = true;
                throw new IOException($"{path}: {e.Message}", e);
            }
        }
    }

    private static byte[] Bytes(RecordedLine line) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(line, RecordedJson.Default.RecordedLine), (byte)'\n'];
}
