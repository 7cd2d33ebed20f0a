namespace ServerlessSip.Engine.Routing;

/// <summary>Makes a method, of the form of a route, the continuation of that name.</summary>
/// <param name="name">As <c>Route.Continue(name)</c> says it; unique, or unique in its class.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SipContinuationAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
