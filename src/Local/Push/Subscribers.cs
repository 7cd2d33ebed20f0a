using System.Collections.Concurrent;

namespace ServerlessSip.Local.Push;

/// <summary>Which connections are open and what they want to hear of.</summary>
internal sealed class Subscribers
{
    /// <summary>Most groups of one connection.</summary>
    public const int MaxGroups = 256;

    private readonly Dictionary<string, Connection> _connections = [];
    private readonly ConcurrentDictionary<string, int> _groups = new();
    private readonly Lock _gate = new();

    /// <summary>Whether anybody listens; asked for every event, so it takes no lock.</summary>
    public bool Any(string group) => !_groups.IsEmpty && _groups.ContainsKey(group);

    /// <summary>The transport stands; the client may know its id before the hub does.</summary>
    public void Opened(string connection)
    {
        lock (_gate) _connections[connection] = new Connection();
    }

    /// <summary>The hub knows the connection: from now on it can be sent to.</summary>
    public void Ready(string connection)
    {
        lock (_gate)
            if (_connections.TryGetValue(connection, out var found)) found.ReadyOrClosed.TrySetResult();
    }

    public void Closed(string connection)
    {
        lock (_gate)
        {
            if (!_connections.Remove(connection, out var found)) return;
            foreach (var group in found.Groups) Leave(group);
            found.ReadyOrClosed.TrySetResult();
        }
    }

    /// <summary>
    /// False when the connection is not open or has <see cref="MaxGroups"/> already; waits for one that is opening.
    /// </summary>
    public async ValueTask<bool> Join(string connection, string group, CancellationToken cancel = default)
    {
        Connection? found;
        lock (_gate)
            if (!_connections.TryGetValue(connection, out found)) return false;
        await found.ReadyOrClosed.Task.WaitAsync(cancel);
        lock (_gate)
            return _connections.ContainsKey(connection) && Add(found, group);
    }

    private bool Add(Connection connection, string group)
    {
        if (connection.Groups.Contains(group)) return true;
        if (connection.Groups.Count == MaxGroups) return false;
        connection.Groups.Add(group);
        _groups.AddOrUpdate(group, 1, static (_, count) => count + 1);
        return true;
    }

    private void Leave(string group)
    {
        if (_groups[group] == 1) _groups.TryRemove(group, out _);
        else _groups[group]--;
    }

    private sealed class Connection
    {
        public HashSet<string> Groups { get; } = [];

        public TaskCompletionSource ReadyOrClosed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
