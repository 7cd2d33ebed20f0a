namespace ServerlessSip.Engine.Routing;

/// <summary>Puts an <see cref="ISipMiddleware"/> before all routes.</summary>
/// <param name="order">The lower comes first; no two alike.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SipMiddlewareAttribute(int order) : Attribute
{
    public int Order { get; } = order;
}
