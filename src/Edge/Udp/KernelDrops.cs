using System.Globalization;

namespace ServerlessSip.Edge.Udp;

/// <summary>
/// Datagrams that Linux dropped because a socket's buffer was full, as <c>/proc/net/udp</c> counts them.
/// </summary>
internal static class KernelDrops
{
    /// <summary>The drops of all UDP sockets on these local ports; 0 where the system does not tell.</summary>
    public static long Read(IReadOnlySet<int> ports) =>
        Sum(ReadLines("/proc/net/udp"), ports) + Sum(ReadLines("/proc/net/udp6"), ports);

    /// <summary>Sums the last column of the lines whose local address has one of the ports.</summary>
    public static long Sum(IEnumerable<string> lines, IReadOnlySet<int> ports)
    {
        var sum = 0L;
        foreach (var line in lines)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 3) continue;
            var local = fields[1].AsSpan(fields[1].LastIndexOf(':') + 1);
            if (!int.TryParse(local, NumberStyles.HexNumber, null, out var port) || !ports.Contains(port)) continue;
            if (long.TryParse(fields[^1], CultureInfo.InvariantCulture, out var drops)) sum += drops;
        }
        return sum;
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
