namespace ServerlessSip.Engine.Routing;

/// <summary>The caller gave up.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnCancelledAttribute() : CallHookAttribute(CallHook.Cancelled);
