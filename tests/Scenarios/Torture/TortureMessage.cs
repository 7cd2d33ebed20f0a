using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessSip.Scenarios.Torture;

/// <summary>A message of the corpus with the verdict that its manifest gives.</summary>
internal sealed record TortureMessage(
    string Name, byte[] Datagram, IReadOnlyList<string> Accept, IReadOnlyList<string> MustNot, bool IsInvalid)
{
    /// <summary>
    /// Without rport an answer goes to the port of the top Via, so that is where a sender must listen.
    /// </summary>
    public int SourcePort =>
        Regex.Match(Encoding.Latin1.GetString(Datagram),
            @"^v(?:ia)?\s*:\s*SIP\s*/\s*2\.0\s*/\s*\w+\s+(?:\[[^\]]*\]|[^\s:;,]+)\s*:\s*(\d+)",
            RegexOptions.IgnoreCase | RegexOptions.Multiline) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : 5060;

    public bool WantsAnswer => !Accept.Contains("none");

    public static IReadOnlyList<TortureMessage> All()
    {
        var branches = new HashSet<string>();
        return [.. new[] { "rfc4475", "rfc4475-derived", "rfc5118" }.SelectMany(Read)
            .Select(message => message.WithBranchOfItsOwn(branches))];
    }

    /// <summary>
    /// Some messages share the top Via's branch: to a server the later one is the earlier one again (RFC 3261 §17.2.3),
    /// so its last character is changed.
    /// </summary>
    private TortureMessage WithBranchOfItsOwn(HashSet<string> branches)
    {
        var text = Encoding.Latin1.GetString(Datagram);
        var branch = Regex.Match(text, @"branch\s*=\s*(z9hG4bK[^\s;,]+)");
        if (!branch.Success || branches.Add(branch.Groups[1].Value)) return this;
        var last = branch.Groups[1].Index + branch.Groups[1].Length - 1;
        var fresh = "0123456789abcdefghijklmnopqrstuvwxyz"
            .First(sign => branches.Add(text[branch.Groups[1].Index..last] + sign));
        return this with { Datagram = Encoding.Latin1.GetBytes(text[..last] + fresh + text[(last + 1)..]) };
    }

    /// <summary>
    /// What is wrong with these final answers, or nothing. The manifest speaks of a server whose domain is meant; a
    /// stranger to it may say 403 to what is well formed.
    /// </summary>
    public string? Fault(IReadOnlyList<int> finals, bool isStranger)
    {
        if (finals.Count > 1) return $"{finals.Count} answers";
        if (finals.Count == 0) return WantsAnswer ? "no answer" : null;
        var status = finals[0];
        var word = status.ToString(CultureInfo.InvariantCulture);
        if (MustNot.Contains(word) || (status is >= 200 and < 300 && MustNot.Contains("2xx")))
            return $"{word} is forbidden";
        var passes = Accept.Contains(word) || (Accept.Contains("proc") && status != 400);
        if (isStranger && status == 403 && !IsInvalid) return null;
        return passes ? null : $"{word}, not one of {string.Join(' ', Accept)}";
    }

    private static IEnumerable<TortureMessage> Read(string folder)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "Corpus", folder);
        var lines = File.ReadAllLines(Path.Combine(root, "MANIFEST.tsv"));
        var columns = lines[0].Split('\t');
        foreach (var line in lines.Skip(1).Select(line => line.Split('\t')))
        {
            string[] Words(string column) =>
                line[Array.IndexOf(columns, column)].Split(',', StringSplitOptions.RemoveEmptyEntries);
            var file = line[0];
            yield return new TortureMessage($"{folder}/{file}", File.ReadAllBytes(Path.Combine(root, file)),
                Words("accept"), Words("must_not"), Words("class") is ["invalid"]);
        }
    }
}
