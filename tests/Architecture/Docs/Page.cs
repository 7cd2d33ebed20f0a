using System.Text.RegularExpressions;

namespace ServerlessSip.Architecture.Docs;

/// <summary>One Markdown page: its links, its headings and the paths that it names.</summary>
internal sealed partial class Page(string path, string text)
{
    public static IReadOnlyList<Page> All { get; } =
        [.. Repository.Files
            .Where(f => f.EndsWith(".md", StringComparison.Ordinal) && !Repository.IsUnder(f, "tests"))
            .Select(f => new Page(f, Repository.Read(f)))];

    public string Path { get; } = path;

    /// <summary>Relative links, as (file from the root, anchor or empty).</summary>
    public IEnumerable<(string File, string Anchor)> Links =>
        from Match match in LinkText().Matches(text)
        let target = match.Groups[1].Value
        where !target.Contains(':', StringComparison.Ordinal)
        let parts = target.Split('#', 2)
        select (parts[0].Length == 0 ? Path : Resolve(parts[0]), parts.Length > 1 ? parts[1] : "");

    /// <summary>The anchors of the headings, as web hosts make them.</summary>
    public IEnumerable<string> Anchors =>
        HeadingText().Matches(text).Select(m =>
            NotInAnchors().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Paths of this repository, in commands and in prose; a pattern or a placeholder is none.</summary>
    public IEnumerable<string> Paths =>
        PathText().Matches(text).Select(m => m.Value.TrimEnd('.', '/', '-'));

    /// <summary>The rows of its tables, cell by cell, without those of dashes.</summary>
    public IReadOnlyList<string[]> Rows =>
        [.. text.Split('\n')
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal) && l.EndsWith('|'))
            .Select(l => l[1..^1].Split('|', StringSplitOptions.TrimEntries))];

    private string Resolve(string target)
    {
        var full = System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName("/" + Path)!);
        return full.TrimStart('/');
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"(?m)^#+ (.+)$")]
    private static partial Regex HeadingText();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(
        @"(?<![\w./-])((src|samples|tests|bench|docs|infra|\.ci|\.github)/[\w./-]*|[\w-]+\.(slnf|sln))(?![\w*<{…./-])")]
    private static partial Regex PathText();
}
