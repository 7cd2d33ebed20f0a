namespace ServerlessSip.Architecture.Code;

/// <summary>The Azure edition is adapters and hosts: what is more than that belongs to both editions.</summary>
public class AzureSizeTests
{
    private const int MostLines = 1_500;

    private static readonly SourceFile[] Azure =
        [.. Repository.SourcesUnder("src/AzureAdapters", "src/Functions", "src/UdpRelay")];

    [Fact]
    public void The_three_Azure_projects_are_small() =>
        Assert.InRange(Azure.Sum(CodeLines), 500, MostLines);

    [Fact]
    public void Blanks_and_comments_are_no_code() =>
        Assert.Equal(2, CodeLines(new SourceFile("x.cs", "// a\nvar x = 1; // b\n\n    /// c\n}\n")));

    private static int CodeLines(SourceFile file) =>
        file.Lines.Select(line => line.Trim())
            .Count(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
}
