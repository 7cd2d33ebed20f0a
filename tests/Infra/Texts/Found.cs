namespace ServerlessSip.Infra.Texts;

/// <summary>What a rule found, as a failure that names the rule and each place.</summary>
internal static class Found
{
    public static void Nothing(string rule, IEnumerable<string> findings)
    {
        var list = findings.Distinct().ToArray();
        if (list.Length > 0) Assert.Fail($"Rule: {rule}\n  {string.Join("\n  ", list)}\n({list.Length} found)");
    }

    /// <summary>One planted fault, one finding at least that names it.</summary>
    public static void Names(string what, IEnumerable<string> findings)
    {
        var list = findings.ToArray();
        Assert.True(
            list.Any(f => f.Contains(what, StringComparison.Ordinal)),
            $"no finding names {what}; found: {string.Join(" | ", list)}");
    }
}
