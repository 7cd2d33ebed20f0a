using System.Text.RegularExpressions;

namespace ServerlessSip.Architecture.Text;

public class WordTests
{
    private const string Own = "tests/Architecture/Text";

    /// <summary>What is left to do stands in no file; what is not built yet is not there.</summary>
    private static readonly Regex Unfinished = new(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b");

    /// <summary>Places of one machine. A web address or a longer path may hold the same letters.</summary>
    private static readonly Regex MachinePath = new(@"(?<![\w.:/~-])/(work|root|home)/");
    private static readonly Regex TemporaryPath = new(@"(?<![\w.:/~-])/tmp/");

    /// <summary>Where packages come from is the affair of whoever builds.</summary>
    private static readonly Regex WebAddress = new(@"https?://([A-Za-z0-9.-]+)");

    [Fact]
    public void Nothing_is_left_to_do() =>
        Findings.None("no note of unfinished work", Texts().SelectMany(f => Lines(f, Unfinished)));

    [Fact]
    public void No_path_of_a_machine() =>
        Findings.None("no path of one machine", Texts().SelectMany(f => Lines(f, MachinePath)));

    [Fact]
    public void Src_has_no_fixed_temporary_folder() =>
        Findings.None(
            "src asks for the temporary folder",
            Texts().Where(f => Repository.IsUnder(f, "src")).SelectMany(f => Lines(f, TemporaryPath)));

    [Fact]
    public void Builds_name_no_registry() =>
        Findings.None(
            "lock files, project files and their configuration name no registry",
            Texts().Where(IsOfTheBuild).SelectMany(f => WebAddress.Matches(Repository.Read(f))
                .Select(m => m.Groups[1].Value)
                .Where(h => IsRegistryLike(f, h)).Select(h => $"{f}: {h}")));

    [Theory]
    [InlineData("// " + "TODO: later", true)]
    [InlineData("throw new NotImplemented" + "Exception();", true)]
    [InlineData("a TODOS list", false)]
    public void Unfinished_work_is_found(string line, bool found) => Assert.Equal(found, Unfinished.IsMatch(line));

    [Theory]
    [InlineData("\"/" + "root/x\"", true)]
    [InlineData("cd /" + "work/x", true)]
    [InlineData("https://host/" + "work/x", false)]
    [InlineData("src/" + "work/x", false)]
    public void A_path_of_a_machine_is_found(string line, bool found) => Assert.Equal(found, MachinePath.IsMatch(line));

    private static IEnumerable<string> Texts() =>
        Repository.TextFiles.Where(f => !Repository.IsUnder(f, Own));

    private static IEnumerable<string> Lines(string file, Regex forbidden) =>
        Repository.Read(file).Split('\n').Index().Where(l => forbidden.IsMatch(l.Item))
            .Select(l => $"{file}:{l.Index + 1}: {l.Item.Trim()}");

    private static bool IsOfTheBuild(string file) =>
        Path.GetFileName(file) is "package-lock.json" or ".npmrc" or "packages.lock.json" ||
        Path.GetExtension(file) is ".csproj" or ".props" or ".targets" or ".config";

    /// <summary>
    /// A package lock names a licence's or a sponsor's page too; only a <c>resolved</c> address is a registry.
    /// </summary>
    private static bool IsRegistryLike(string file, string host) =>
        Path.GetFileName(file) != "package-lock.json" ||
        Repository.Read(file).Contains($"\"resolved\": \"https://{host}", StringComparison.Ordinal) ||
        Repository.Read(file).Contains($"\"resolved\": \"http://{host}", StringComparison.Ordinal);
}
