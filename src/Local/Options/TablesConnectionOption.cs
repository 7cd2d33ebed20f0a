namespace ServerlessSip.Local.Options;

/// <summary><c>Store:Tables</c>, a connection string: it holds an account key, so its value is never shown.</summary>
internal static class TablesConnectionOption
{
    private const string Key = "Store:Tables";

    public static string? Read(OptionReader reader)
    {
        if (reader.Configuration[Key]?.Trim() is not { } text) return null;
        if (IsConnection(text)) return text;
        reader.Refuse(new OptionError(Key, text,
            "UseDevelopmentStorage=true, or AccountName=…;AccountKey=…;TableEndpoint=…")
        { IsSecret = true });
        return null;
    }

    private static bool IsConnection(string text)
    {
        var pairs = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return pairs.Length > 0 && pairs.All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0);
    }
}
