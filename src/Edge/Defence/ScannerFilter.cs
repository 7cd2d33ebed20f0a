using System.Text;

namespace ServerlessSip.Edge.Defence;

/// <summary>Recognises the User-Agent of known scanners.</summary>
internal sealed class ScannerFilter(IReadOnlyList<string> agents)
{
    private readonly byte[][] _agents = [.. agents.Select(Encoding.UTF8.GetBytes)];

    /// <param name="head">A message's start line and headers.</param>
    public bool Matches(ReadOnlySpan<byte> head)
    {
        // Scanners write the name in one of these ways; a client of another mind costs itself nothing.
        var at = head.IndexOf("\nUser-Agent:"u8);
        if (at < 0) at = head.IndexOf("\nuser-agent:"u8);
        if (at < 0) return false;
        var value = head[(at + 12)..].TrimStart(" \t"u8);
        foreach (var agent in _agents)
        {
            if (value.Length >= agent.Length && Ascii.EqualsIgnoreCase(value[..agent.Length], agent)) return true;
        }
        return false;
    }
}
