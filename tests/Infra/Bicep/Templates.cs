using ServerlessSip.Infra.Reader;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra.Bicep;

/// <summary>The Bicep files of the clone, or the same with a planted fault.</summary>
internal sealed class Templates
{
    public const string Main = "infra/bicep/main.bicep";
    public const string Modules = "infra/bicep/modules/";

    private static readonly Lazy<Templates> s_actual = new(() => new Templates(
        Clone.Below("infra/bicep", ".bicep").Concat(Clone.Below("infra/bicep", ".bicepparam"))
            .ToDictionary(p => p, Clone.Read)));

    private readonly Dictionary<string, string> _texts;

    private Templates(Dictionary<string, string> texts)
    {
        _texts = texts;
        var readings = NodeReader.Read(new Questions { Bicep = texts });
        Files = [.. readings.Bicep.Select(r => new BicepFile(r.Key, r.Value)).OrderBy(f => f.Path)];
    }

    public static Templates Actual => s_actual.Value;

    public IReadOnlyList<BicepFile> Files { get; }

    public BicepFile this[string path] => Files.Single(f => f.Path == path);

    public string Text(string path) => _texts[path];

    public IEnumerable<BicepFile> OfParameters => Files.Where(f => f.IsParameters);

    public IEnumerable<BicepFile> OfResources => Files.Where(f => !f.IsParameters);

    /// <summary>The same, with a text in one file replaced by another.</summary>
    public Templates With(string path, string old, string planted)
    {
        var text = _texts[path];
        Assert.Contains(old, text, StringComparison.Ordinal);
        return new Templates(new(_texts) { [path] = text.Replace(old, planted, StringComparison.Ordinal) });
    }
}
