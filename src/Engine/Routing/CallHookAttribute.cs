namespace ServerlessSip.Engine.Routing;

/// <summary>Marks a method <c>void X(SipCallEvent)</c> or <c>Task X(SipCallEvent)</c> that hears of calls.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class CallHookAttribute(CallHook hook) : Attribute
{
    public CallHook Hook { get; } = hook;
}
