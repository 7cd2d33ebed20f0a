using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ServerlessSip.Engine.Queues;

/// <summary>All queues that are configured.</summary>
public sealed class QueueSettings
{
    public static readonly QueueSettings None = new([]);

    private readonly FrozenDictionary<string, QueueOptions> _byName;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _byUser;

    public QueueSettings(IEnumerable<QueueOptions> queues)
    {
        All = [.. queues.OrderBy(queue => queue.Name, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(queue => queue.Name, StringComparer.Ordinal);
        _byUser = All.Where(queue => queue.LoginByRegistering)
            .SelectMany(queue => queue.Members.Select(member => (member.User, queue.Name)))
            .GroupBy(pair => pair.User, pair => pair.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<QueueOptions> All { get; }

    /// <summary>Null for a queue that is not configured; a park slot's options are the same for all.</summary>
    public QueueOptions? Find(string name) =>
        QueueName.IsSlot(name) ? ParkSlot.Options(name) : _byName.GetValueOrDefault(name);

    /// <summary>The queues that a user is logged in to by registering.</summary>
    public ImmutableArray<string> LoggedInByRegistering(string user) =>
        _byUser.TryGetValue(user, out var names) ? names : [];
}
