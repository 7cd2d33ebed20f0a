namespace ServerlessSip.Engine.Routing;

/// <summary>A text with <c>*</c> for any characters and <c>?</c> for one.</summary>
internal sealed record Glob(string Pattern)
{
    public bool IsLiteral { get; } = !Pattern.AsSpan().ContainsAny('*', '?');

    /// <summary>How many characters it names.</summary>
    public int Literals { get; } = Pattern.Length - Pattern.Count(c => c is '*' or '?');

    public bool Matches(string text)
    {
        if (IsLiteral) return text == Pattern;
        int at = 0, next = 0, star = -1, retry = 0;
        while (at < text.Length)
        {
            if (next < Pattern.Length && Pattern[next] == '*') (star, retry) = (next++, at);
            else if (next < Pattern.Length && (Pattern[next] == '?' || Pattern[next] == text[at]))
                (next, at) = (next + 1, at + 1);
            else if (star >= 0) (next, at) = (star + 1, ++retry);
            else return false;
        }
        while (next < Pattern.Length && Pattern[next] == '*') next++;
        return next == Pattern.Length;
    }

    /// <summary>Whether there is a text that both match.</summary>
    public bool Overlaps(Glob other)
    {
        // reachable[j]: the first i characters of this and the first j of the other have a text in common.
        var (a, b) = (Pattern, other.Pattern);
        var reachable = new bool[a.Length + 1, b.Length + 1];
        reachable[0, 0] = true;
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i > 0 && a[i - 1] == '*') reachable[i, j] |= reachable[i - 1, j] || (j > 0 && reachable[i, j - 1]);
                if (j > 0 && b[j - 1] == '*') reachable[i, j] |= reachable[i, j - 1] || (i > 0 && reachable[i - 1, j]);
                if (i > 0 && j > 0 && reachable[i - 1, j - 1] && Meet(a[i - 1], b[j - 1])) reachable[i, j] = true;
            }
        }
        return reachable[a.Length, b.Length];
    }

    private static bool Meet(char a, char b) => a == b || a == '?' || b == '?' || a == '*' || b == '*';
}
