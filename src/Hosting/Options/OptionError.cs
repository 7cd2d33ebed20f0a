namespace ServerlessSip.Hosting.Options;

/// <summary>Why the start is refused, told in one line: the key, its value, what was expected.</summary>
internal sealed record OptionError(string Key, string? Value, string Expected)
{
    private const int MaxShown = 120;

    /// <summary>A secret's value is never shown, only how long it was.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Nobody reads this key: it is the key that is wrong, whatever its value.</summary>
    public bool IsUnknownKey { get; init; }

    public override string ToString() => $"{Key} {Told()}, expected {Expected}";

    private string Told() => this switch
    {
        { IsUnknownKey: true } => "is not an option",
        { Value: null } => "is missing",
        { IsSecret: true } => $"is (hidden, {Value.Length} characters)",
        _ => $"is \"{OneLine(Value)}\"",
    };

    private static string OneLine(string value)
    {
        var shown = value.Length > MaxShown ? value[..MaxShown] + "…" : value;
        return string.Create(shown.Length, shown, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? ' ' : from[i];
        });
    }
}
