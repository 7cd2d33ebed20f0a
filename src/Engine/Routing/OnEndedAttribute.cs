namespace ServerlessSip.Engine.Routing;

/// <summary>The call is over, answered or not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEndedAttribute() : CallHookAttribute(CallHook.Ended);
