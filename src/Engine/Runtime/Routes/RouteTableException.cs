namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>Routes that cannot be loaded: one line each, with the names of what is wrong.</summary>
public sealed class RouteTableException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
