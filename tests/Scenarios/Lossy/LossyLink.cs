using System.Collections.Concurrent;
using ServerlessSip.Scenarios.Clients;

namespace ServerlessSip.Scenarios.Lossy;

/// <summary>
/// Which messages get lost. That depends on the seed, the message and the number of its copy alone, so a run loses what
/// the run before lost, however the threads went.
/// </summary>
internal sealed class LossyLink(int seed, int percent)
{
    private readonly ConcurrentDictionary<string, int> _copies = new();
    private readonly ConcurrentDictionary<string, (int Sent, int Lost)> _counts = new();

    /// <summary>How many of the messages of each way were lost, by the way's name.</summary>
    public IReadOnlyDictionary<string, (int Sent, int Lost)> Counts => _counts;

    public bool Loses(string way, SipText message)
    {
        var what = message.Status > 0 ? $"{message.Status}" : message.Method;
        var name = $"{way} {what} {message["CSeq"]} {message["Call-ID"]}";
        var copy = _copies.AddOrUpdate(name, 1, (_, before) => before + 1);
        var lost = Draw($"{seed} {copy} {name}") % 100 < (uint)percent;
        _counts.AddOrUpdate(
            way, (1, lost ? 1 : 0), (_, before) => (before.Sent + 1, before.Lost + (lost ? 1 : 0)));
        return lost;
    }

    /// <summary>A number that looks drawn: FNV-1a, its bits mixed.</summary>
    private static uint Draw(string text)
    {
        var hash = 14695981039346656037ul;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211ul;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdul;
        return (uint)(hash >> 32);
    }
}
