using System.Text;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Routing;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("sales@*", "sip:Sales@sip.test", true)]
    [InlineData("sales", "sip:sales@sip.test", true)]
    [InlineData("SALES@SIP.TEST", "sip:sales@sip.test", true)]
    [InlineData("sales@*", "sip:sales2@sip.test", false)]
    [InlineData("1??@*", "sip:123@sip.test", true)]
    [InlineData("1??@*", "sip:1234@sip.test", false)]
    [InlineData("*9*@*", "sip:12945@sip.test", true)]
    [InlineData("*@127.0.0.1", "sip:a@sip.test", false)]
    [InlineData("*@*", "sip:a@elsewhere.example", false)]
    [InlineData("*@**", "sip:a@elsewhere.example", true)]
    [InlineData("*@*.example", "sip:a@elsewhere.example", true)]
    [InlineData("*@*", "tel:+49-30", true)]
    [InlineData("a%62c@*", "sip:abc@sip.test", false)]
    [InlineData("abc@*", "sip:a%62c@sip.test", true)]
    public void A_pattern_fits_by_user_and_host(string pattern, string target, bool fits) =>
        Assert.Equal(fits, Pattern("INVITE", pattern).Matches(Subject("INVITE", target)));

    [Theory]
    [InlineData("INVITE", "INVITE", true)]
    [InlineData("INVITE", "MESSAGE", false)]
    [InlineData("INVITE, MESSAGE", "MESSAGE", true)]
    [InlineData("*", "INFO", true)]
    public void A_pattern_fits_by_method(string methods, string method, bool fits) =>
        Assert.Equal(fits, Pattern(methods, "*").Matches(Subject(method, "sip:a@sip.test")));

    [Theory]
    [InlineData("Subject", "Subject: x\r\n", true)]
    [InlineData("Subject", "s: x\r\n", true)]
    [InlineData("Subject", "", false)]
    [InlineData("X-Dept: sales*", "x-dept: Sales-2\r\n", true)]
    [InlineData("X-Dept: sales*", "X-Dept: other\r\n", false)]
    public void A_pattern_fits_by_header(string header, string lines, bool fits) =>
        Assert.Equal(fits, Pattern("*", "*", header).Matches(Subject("INVITE", "sip:a@sip.test", lines)));

    [Theory]
    [InlineData("invite", "a@*", null)]
    [InlineData("", "a@*", null)]
    [InlineData("ACK", "a@*", null)]
    [InlineData("INVITE,CANCEL", "a@*", null)]
    [InlineData("PRACK", "a@*", null)]
    [InlineData("INVITE", "", null)]
    [InlineData("INVITE", "@*", null)]
    [InlineData("INVITE", "a@", null)]
    [InlineData("INVITE", "a b@*", null)]
    [InlineData("INVITE", "a@*", ": x")]
    public void What_is_no_pattern_is_refused(string methods, string pattern, string? header)
    {
        Assert.Null(RoutePattern.Parse(methods, pattern, header, out var expected));
        Assert.NotNull(expected);
    }

    [Fact]
    public void The_more_is_named_the_earlier_a_pattern_comes()
    {
        RoutePattern[] inOrder =
        [
            Pattern("INVITE", "sales@sip.test"), Pattern("INVITE", "*@sip.test"), Pattern("INVITE", "*@*.sip.test"),
            Pattern("INVITE", "sales@*", "X-Dept: a"), Pattern("INVITE", "sales@*", "X-Dept: a*"),
            Pattern("INVITE", "sales@*", "X-Dept"), Pattern("INVITE", "sales@*"), Pattern("*", "sales@*"),
            Pattern("INVITE", "12*@*"), Pattern("INVITE", "1*@*"), Pattern("INVITE", "*@*"), Pattern("*", "*@*"),
            Pattern("INVITE", "sales@**"), Pattern("*", "*@**"),
        ];
        for (var i = 1; i < inOrder.Length; i++)
            Assert.True(inOrder[i - 1].Rank.CompareTo(inOrder[i].Rank) > 0, $"{inOrder[i - 1]} before {inOrder[i]}");
    }

    [Theory]
    [InlineData("a*", "*b", true)]
    [InlineData("a*", "b*", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*", "", true)]
    [InlineData("a*b*c", "axc", false)]
    [InlineData("a*b*c", "a?b?c", true)]
    [InlineData("*12*", "3*4", true)]
    [InlineData("??", "?", false)]
    public void Two_globs_overlap_where_a_text_fits_both(string a, string b, bool overlap)
    {
        Assert.Equal(overlap, new Glob(a).Overlaps(new Glob(b)));
        Assert.Equal(overlap, new Glob(b).Overlaps(new Glob(a)));
    }

    /// <summary>Both answers against the plain way: all texts of two letters up to five characters.</summary>
    [Fact]
    public void Matching_and_overlap_are_right_for_all_short_texts()
    {
        string[] globs = ["", "*", "?", "a", "a*", "*a", "?a*", "a*b", "*ab*", "b?*a", "**a", "a?b", "*?*"];
        var texts = new List<string> { "" };
        for (var i = 0; i < texts.Count && texts[i].Length < 5; i++) texts.AddRange([texts[i] + "a", texts[i] + "b"]);
        foreach (var a in globs)
        {
            var regex = new System.Text.RegularExpressions.Regex($"^{a.Replace("*", ".*").Replace("?", ".")}$");
            foreach (var text in texts) Assert.Equal(regex.IsMatch(text), new Glob(a).Matches(text));
            foreach (var b in globs)
                Assert.Equal(
                    texts.Any(t => new Glob(a).Matches(t) && new Glob(b).Matches(t)),
                    new Glob(a).Overlaps(new Glob(b)));
        }
    }

    private static RoutePattern Pattern(string methods, string pattern, string? header = null)
    {
        var made = RoutePattern.Parse(methods, pattern, header, out var expected);
        Assert.True(made is not null, expected);
        return made;
    }

    private static RouteSubject Subject(string method, string uri, string lines = "")
    {
        Assert.True(SipMessage.TryParse(
            Encoding.ASCII.GetBytes(Phone.Request(method, uri, lines: lines)), out var message, out _));
        var served = !uri.Contains("elsewhere");
        return new RouteSubject(message!, message!.RequestUri!, served);
    }
}
