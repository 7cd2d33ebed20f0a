using System.Text.Json;

namespace ServerlessSip.Engine.Routing;

/// <summary>A call state that can be made of an earlier version; one that cannot begins anew.</summary>
public interface IUpgradedState<T>
    where T : IUpgradedState<T>
{
    static abstract T Upgrade(int version, JsonElement stored);
}
