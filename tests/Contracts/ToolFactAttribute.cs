namespace ServerlessSip.Contracts;

/// <summary>
/// A fact that drives these programs: skipped where one is missing, run (and failing) all the same when <c>CI</c> is
/// set.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] tools) => Skip = Tools.SkipReason(tools);
}
