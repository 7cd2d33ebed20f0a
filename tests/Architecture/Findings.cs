namespace ServerlessSip.Architecture;

/// <summary>What a rule found, as a failure that names the rule and each place.</summary>
internal static class Findings
{
    public static void None(string rule, IEnumerable<string> findings)
    {
        var list = findings.Distinct().ToArray();
        if (list.Length == 0) return;
        Assert.Fail($"Rule: {rule}\n  {string.Join("\n  ", list)}\n({list.Length} found)");
    }

    /// <summary>Runs a rule over every file and fails with all that it found.</summary>
    public static void None(string rule, IEnumerable<SourceFile> files, Func<SourceFile, IEnumerable<string>> check)
    {
        var list = files.ToArray();
        Assert.True(list.Length > 0, $"Rule: {rule}\n  looked at no file at all");
        None(rule, list.SelectMany(check));
    }
}
