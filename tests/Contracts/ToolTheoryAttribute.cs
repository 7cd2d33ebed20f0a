namespace ServerlessSip.Contracts;

/// <summary>
/// A theory that drives these programs: skipped where one is missing, run (and failing) all the same when <c>CI</c> is
/// set.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(params string[] tools) => Skip = Tools.SkipReason(tools);
}
