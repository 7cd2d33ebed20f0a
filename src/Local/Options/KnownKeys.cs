namespace ServerlessSip.Local.Options;

/// <summary>Finds keys that nobody reads: a mistyped one would otherwise be ignored in silence.</summary>
internal static class KnownKeys
{
    private const int MaxNearDistance = 2;

    private static readonly string[] s_sections = ["Sip", "Http", "Store", "Local", "Routes", "Calls"];

    private static readonly string[] s_roots = [.. s_sections, "Users", "Queues", "Trunks"];

    public static readonly string[] All =
    [
        "Sip:Listen", "Sip:Domains", "Sip:Advertise", "Sip:RouteHost", "Sip:DigestAlgorithms", "Sip:AcceptForeign",
        "Sip:Forking", "Sip:RingSeconds", "Sip:RecurseRedirects",
        "Sip:Secret", "Sip:SecretFile", "Sip:SecretPrevious", "Sip:SecretPreviousFile", "Sip:SocketBufferBytes",
        "Sip:ReceiveThreads",
        "Http:Urls", "Store", "Store:Tables", "Store:Table", "Local:Directory", RecordOption.Key,
        .. RoutesOptionsReader.Keys,
    ];

    /// <summary>The first key under one of our sections that is no option; other sections belong to .NET.</summary>
    public static OptionError? FindUnknown(IConfiguration configuration)
    {
        foreach (var (key, value) in configuration.AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (value is not null && IsOurs(key) && !All.Contains(key, StringComparer.OrdinalIgnoreCase))
                return Unknown(key, All);
        return null;
    }

    /// <summary>
    /// The first command-line key that is almost one of ours, e.g. <c>--Stor</c>; .NET's own keys pass.
    /// </summary>
    public static OptionError? FindMistypedRoot(IReadOnlyList<string> arguments)
    {
        foreach (var argument in arguments)
        {
            if (!argument.StartsWith("--", StringComparison.Ordinal)) continue;
            var key = argument[2..].Split('=', 2)[0];
            var root = key.Split(':', 2)[0];
            if (s_roots.Contains(root, StringComparer.OrdinalIgnoreCase)) continue;
            if (s_roots.Min(known => Distance(root, known)) <= Math.Min(MaxNearDistance, root.Length - 2))
                return Unknown(key, [.. All, "Users:name"]);
        }
        return null;
    }

    private static bool IsOurs(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && s_sections.Contains(key[..colon], StringComparer.OrdinalIgnoreCase);
    }

    private static OptionError Unknown(string key, IEnumerable<string> known) =>
        new(key, null, $"a known key such as {known.MinBy(candidate => Distance(key, candidate))}")
        { IsUnknownKey = true };

    /// <summary>Levenshtein's distance, upper and lower case alike.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
