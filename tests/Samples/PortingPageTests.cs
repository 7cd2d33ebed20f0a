using System.Text.RegularExpressions;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime.Routes;

namespace ServerlessSip.Samples;

/// <summary>docs/PORTING.md shows only C# that stands in <see cref="PortingRoutes"/>.</summary>
public sealed partial class PortingPageTests
{
    private static readonly string s_code = Squeezed(Repository.Read("tests/Samples/PortingRoutes.cs"));
    private static readonly string s_page = Repository.Read("docs/PORTING.md");

    [Fact]
    public void What_the_page_shows_is_compiled()
    {
        var shown = Shown(s_page);
        Assert.InRange(shown.Length, 20, 100);
        Assert.Equal([], NotCompiled(shown));
    }

    [Fact]
    public void Code_that_is_not_compiled_is_found() =>
        Assert.Equal(
            ["Route.Sing(\"a@x\")", "[SipRoute(\"INVITE\", \"nowhere@*\")]\npublic Route X() => 1;"],
            NotCompiled(Shown(
                "| `t_relay()` | `Route.Sing(\"a@x\")` or `Routes:Ban` |\n\n"
                + "```csharp\n[SipRoute(\"INVITE\", \"nowhere@*\")]\npublic Route X() => 1;\n```\n")));

    [Fact]
    public void What_is_compiled_is_valid()
    {
        var table = RouteTable.Of([typeof(PortingRoutes)], new Nothing());
        Assert.Contains(table.Lines, l => l.Contains("PortingRoutes.Ann", StringComparison.Ordinal));
        foreach (var decision in PortingRoutes.Decisions)
        {
            Assert.True(RouteDocument.TryParse(
                System.Text.Encoding.UTF8.GetBytes(decision.ToString()), out var read, out _));
            Assert.Equal(decision.ToString(), read!.ToString());
        }
    }

    /// <summary>Inline code of tables that is C#, and fenced blocks of C#.</summary>
    private static string[] Shown(string page) =>
    [
        .. page.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(l => Inline().Matches(l).Select(m => m.Value)),
        .. Blocks().Matches(page).Select(m => m.Value),
    ];

    private static string[] NotCompiled(string[] shown) =>
        [.. shown.Where(c => !s_code.Contains(Squeezed(c), StringComparison.Ordinal))];

    private static string Squeezed(string code) => White().Replace(code, "");

    [GeneratedRegex(@"(?<=`)(Route\.|call\.|\[)[^`]+(?=`)")]
    private static partial Regex Inline();

    [GeneratedRegex(@"(?<=```csharp\n)(.|\n)+?(?=\n```)")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();
}
