using System.Text.Json;

namespace ServerlessSip.Trunks;

/// <summary>Whose number is which, and how numbers are written: <c>trunks.json</c> beside the assembly.</summary>
public sealed record NumberPlan
{
    /// <summary>What a leading 0 stands for.</summary>
    public string Country { get; init; } = "+49";

    /// <summary>The number of each user, as the providers write it.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>How numbers begin that nobody may call.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    public static NumberPlan Read()
    {
        var folder = Path.GetDirectoryName(typeof(NumberPlan).Assembly.Location)!;
        var text = File.ReadAllText(Path.Combine(folder, "trunks.json"));
        return JsonSerializer.Deserialize<NumberPlan>(text, JsonSerializerOptions.Web)!;
    }

    /// <summary>As E.164 writes it, +4930555; null when it is no number.</summary>
    public string? International(string dialled)
    {
        var number = new string([.. dialled.Where(c => c is not ('-' or '.' or '(' or ')'))]);
        number = number switch
        {
            ['+', ..] => number,
            ['0', '0', .. var rest] => $"+{rest}",
            ['0', .. var rest] => $"{Country}{rest}",
            _ => $"+{number}",
        };
        var isNumber = number.Length is >= 8 and <= 16 && number[1] != '0' && number[1..].All(char.IsAsciiDigit);
        return isNumber ? number : null;
    }

    /// <summary>The user who has a number; null when none of ours does.</summary>
    public string? UserOf(string number)
    {
        foreach (var (user, own) in Users)
            if (own == number) return user;
        return null;
    }

    public bool IsRefused(string number) => Refused.Any(r => number.StartsWith(r, StringComparison.Ordinal));
}
