using System.Text.RegularExpressions;

namespace ServerlessSip.Infra.Texts;

/// <summary>
/// The settings that the Azure edition's code says it reads, by the names of environment variables: two underscores
/// for each colon. Read from the source, since this project builds where the Azure packages are not to be had.
/// </summary>
internal sealed partial class CodeSettings(string source)
{
    public const string File = "src/AzureAdapters/Clients/SettingNames.cs";

    private readonly Dictionary<string, string> _constants = Constant().Matches(source)
        .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    private readonly Dictionary<string, string> _lists = List().Matches(source)
        .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    public static CodeSettings Actual => new(Clone.Read(File));

    public string this[string constant] => Variable(_constants[constant]);

    public IReadOnlyList<string> OfFunctions => [.. Names("OfFunctions").Select(Variable)];

    public IReadOnlyList<string> OfRelay => [.. Names("OfRelay").Select(Variable)];

    private IEnumerable<string> Names(string list) => Element().Matches(_lists[list]).SelectMany(item =>
        item.Groups["literal"].Success ? [item.Groups["literal"].Value]
        : item.Groups["spread"].Success ? Names(item.Groups["spread"].Value)
        : (IEnumerable<string>)[_constants[item.Groups["constant"].Value]]);

    private static string Variable(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex("""const string (\w+) = "([^"]+)";""")]
    private static partial Regex Constant();

    [GeneratedRegex("""(\w+)(?: \{ get; \})? =\s*\[([^\]]*)\];""")]
    private static partial Regex List();

    [GeneratedRegex("""(?:"(?<literal>[^"]+)"|\.\. (?<spread>\w+)|(?<constant>\w+))""")]
    private static partial Regex Element();
}
