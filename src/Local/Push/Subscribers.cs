using System.Collections.Concurrent;

namespace ServerlessSip.Local.Push;

/// <summary>Which connections are open and what they want to hear of.</summary>
internal sealed class Subscribers
{
    /// <summary>Most groups of one connection.</summary>
    public const int MaxGroups = 256;

    private readonly Dictionary<string, HashSet<string>> _connections = [];
    private readonly ConcurrentDictionary<string, int> _groups = new();
    private readonly Lock _gate = new();

    /// <summary>Whether anybody listens; asked for every event, so it takes no lock.</summary>
    public bool Any(string group) => !_groups.IsEmpty && _groups.ContainsKey(group);

    public void Connected(string connection)
    {
        lock (_gate) _connections[connection] = [];
    }

    public void Disconnected(string connection)
    {
        lock (_gate)
        {
            if (!_connections.Remove(connection, out var groups)) return;
            foreach (var group in groups) Leave(group);
        }
    }

    /// <summary>False when the connection is not open or has <see cref="MaxGroups"/> already.</summary>
    public bool Join(string connection, string group)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(connection, out var groups)) return false;
            if (groups.Contains(group)) return true;
            if (groups.Count == MaxGroups) return false;
            groups.Add(group);
            _groups.AddOrUpdate(group, 1, static (_, count) => count + 1);
            return true;
        }
    }

    private void Leave(string group)
    {
        if (_groups[group] == 1) _groups.TryRemove(group, out _);
        else _groups[group]--;
    }
}
