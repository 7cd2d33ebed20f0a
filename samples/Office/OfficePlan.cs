using System.Text.Json;

namespace ServerlessSip.Office;

/// <summary>Who has which number, as <c>office.json</c> beside the assembly says.</summary>
public sealed record OfficePlan
{
    /// <summary>Users by extension.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = new Dictionary<string, string>();

    /// <summary>Users by the number of their group, in the order in which they are rung.</summary>
    public IReadOnlyDictionary<string, string[]> Groups { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The user as whom the voicemail server registers, or the address of one elsewhere.</summary>
    public string Voicemail { get; init; } = "voicemail";

    public static OfficePlan Read()
    {
        var folder = Path.GetDirectoryName(typeof(OfficePlan).Assembly.Location)!;
        var text = File.ReadAllText(Path.Combine(folder, "office.json"));
        return JsonSerializer.Deserialize<OfficePlan>(text, JsonSerializerOptions.Web)!;
    }
}
