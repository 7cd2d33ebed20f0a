using System.Collections.Frozen;
using System.Collections.Immutable;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Trunks;

/// <summary>All trunks that are configured.</summary>
public sealed class TrunkSettings
{
    public static readonly TrunkSettings None = new([]);

    private readonly FrozenDictionary<string, TrunkOptions> _byName;
    private readonly FrozenDictionary<ActorKey, TrunkOptions> _byKey;

    public TrunkSettings(IEnumerable<TrunkOptions> trunks)
    {
        All = [.. trunks.OrderBy(trunk => trunk.Name, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(trunk => trunk.Name, StringComparer.OrdinalIgnoreCase);
        _byKey = All.ToFrozenDictionary(trunk => TrunkName.Key(trunk.Name));
    }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<TrunkOptions> All { get; }

    /// <summary>Null for a trunk that is not configured.</summary>
    public TrunkOptions? Find(string name) => _byName.GetValueOrDefault(name);

    public TrunkOptions? Find(ActorKey actor) => _byKey.GetValueOrDefault(actor);
}
