namespace ServerlessSip.Contracts;

/// <summary>Names the programs that a contract suite needs to run on this adapter.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsToolsAttribute(params string[] tools) : Attribute
{
    public IReadOnlyList<string> Names { get; } = tools;
}
