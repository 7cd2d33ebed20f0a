namespace ServerlessSip.Engine.Routing;

/// <summary>A phone rings.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnRingingAttribute() : CallHookAttribute(CallHook.Ringing);
