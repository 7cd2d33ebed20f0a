namespace ServerlessSip.Engine.Routing;

/// <summary>
/// Marks a static method <c>void X(IServiceCollection)</c> that adds what the routes' constructors want.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SipServicesAttribute : Attribute;
