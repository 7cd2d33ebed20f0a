using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace ServerlessSip.Engine.Routing;

/// <summary>
/// The typed states of one call while a handler has them in its hands: each is JSON with its version,
/// <c>{"v":1,"d":{…}}</c>.
/// </summary>
internal sealed class CallStates(ImmutableSortedDictionary<string, string> stored)
{
    private readonly Dictionary<Type, (string Name, int Version, object Value)> _open = [];

    public T Get<T>()
        where T : class, new()
    {
        lock (_open)
        {
            if (_open.TryGetValue(typeof(T), out var open)) return (T)open.Value;
            var (name, version) = NameOf(typeof(T));
            var value = stored.TryGetValue(name, out var json) ? Read<T>(json, version) : new T();
            _open.Add(typeof(T), (name, version, value));
            return value;
        }
    }

    /// <summary>Those that differ from what is stored.</summary>
    public ImmutableSortedDictionary<string, string> Changed()
    {
        lock (_open)
        {
            var changed = ImmutableSortedDictionary<string, string>.Empty;
            foreach (var (type, (name, version, value)) in _open)
            {
                var json = $"{{\"v\":{version},\"d\":{JsonSerializer.Serialize(value, type)}}}";
                if (stored.GetValueOrDefault(name) != json) changed = changed.SetItem(name, json);
            }
            return changed;
        }
    }

    private static T Read<T>(string json, int version)
        where T : class, new()
    {
        using var document = JsonDocument.Parse(json);
        var stored = document.RootElement.GetProperty("v").GetInt32();
        var data = document.RootElement.GetProperty("d");
        if (stored == version) return data.Deserialize<T>() ?? new T();
        var upgrade = typeof(T).GetInterfaces().Any(i => i.IsGenericType
            && i.GetGenericTypeDefinition() == typeof(IUpgradedState<>));
        return upgrade ? Upgrade<T>(stored, data.Clone()) : new T();
    }

    private static T Upgrade<T>(int version, JsonElement stored) =>
        (T)typeof(Upgrading<>).MakeGenericType(typeof(T)).GetMethod(nameof(Upgrading<NoState>.Of))!
            .Invoke(null, [version, stored])!;

    private static (string Name, int Version) NameOf(Type type) =>
        type.GetCustomAttribute<CallStateAttribute>() is { } given
            ? (given.Name, given.Version)
            : (type.FullName ?? type.Name, 1);

    /// <summary>A static member of an interface is reached by a type argument alone.</summary>
    private static class Upgrading<T>
        where T : IUpgradedState<T>
    {
        public static T Of(int version, JsonElement stored) => T.Upgrade(version, stored);
    }

    private sealed class NoState : IUpgradedState<NoState>
    {
        public static NoState Upgrade(int version, JsonElement stored) => new();
    }
}
