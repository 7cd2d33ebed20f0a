namespace ServerlessSip.Engine.Routing;

/// <summary>The call was answered.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnAnsweredAttribute() : CallHookAttribute(CallHook.Answered);
