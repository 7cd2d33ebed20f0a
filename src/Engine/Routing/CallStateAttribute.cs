namespace ServerlessSip.Engine.Routing;

/// <summary>Names a type of call state and its version; without it the name is the type's and the version 1.</summary>
/// <param name="name">Never changes, unlike the type's own.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CallStateAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>From 1; a stored state of another version is handed to <see cref="IUpgradedState{T}"/>.</summary>
    public int Version { get; set; } = 1;
}
