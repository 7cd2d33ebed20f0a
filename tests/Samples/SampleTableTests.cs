using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Hours;
using ServerlessSip.Office;
using ServerlessSip.Trunks;

namespace ServerlessSip.Samples;

/// <summary>What the server prints for a sample is what docs/SAMPLES.md says; the files beside it are read.</summary>
public sealed class SampleTableTests
{
    [Fact]
    public void Each_sample_has_the_routes_of_its_page()
    {
        var page = Repository.Read("docs/SAMPLES.md");
        foreach (var sample in new[] { typeof(OfficeRoutes), typeof(TrunkRoutes), typeof(HoursRoutes) })
        {
            var table = RouteTable.Load(sample.Assembly, new Nothing());
            Assert.NotEmpty(table.Lines);
            Assert.All(table.Lines, line => Assert.Contains($"      {line}\n", page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Each_file_of_routes_has_at_most_60_lines()
    {
        foreach (var file in new[] { "Office/OfficeRoutes.cs", "Trunks/TrunkRoutes.cs", "Hours/HoursRoutes.cs" })
            Assert.InRange(Repository.Read($"samples/{file}").Split('\n').Length, 20, 61);
    }

    [Fact]
    public void The_file_of_the_office_is_read()
    {
        var plan = OfficePlan.Read();
        Assert.Equal("alice", plan.Extensions["101"]);
        Assert.Equal(["alice", "bob"], plan.Groups["200"]);
        Assert.Equal("voicemail", plan.Voicemail);
    }

    [Theory]
    [InlineData("030-5550101", "+49305550101")]
    [InlineData("0049301234567", "+49301234567")]
    [InlineData("+49301234567", "+49301234567")]
    [InlineData("0", null)]
    [InlineData("00049301234567", null)]
    [InlineData("030x1234567", null)]
    [InlineData("+123456789012345", "+123456789012345")]
    [InlineData("+1234567890123456", null)]
    public void Numbers_are_written_in_one_form(string dialled, string? number) =>
        Assert.Equal(number, NumberPlan.Read().International(dialled));

    [Fact]
    public void The_file_of_the_trunks_is_read()
    {
        var plan = NumberPlan.Read();
        Assert.Equal("alice", plan.UserOf("+49305550101"));
        Assert.Null(plan.UserOf("+49305550199"));
        Assert.True(plan.IsRefused("+49900123456"));
        Assert.False(plan.IsRefused("+49301234567"));
    }

    [Theory]
    [InlineData("2026-01-05T07:59:59Z", false, 1)] // Monday, 08:59:59 in Berlin
    [InlineData("2026-01-05T08:00:00Z", true, 86400)]
    [InlineData("2026-01-05T15:59:59Z", true, 57601)]
    [InlineData("2026-01-05T16:00:00Z", false, 57600)]
    [InlineData("2026-01-10T11:00:00Z", false, 162000)] // Saturday: until Monday
    [InlineData("2026-07-06T07:00:00Z", true, 86400)] // in summer it opens an hour earlier in UTC
    [InlineData("2026-03-27T16:00:00Z", false, 226800)] // Friday evening before the clocks change: 63 hours
    [InlineData("2026-12-24T11:00:00Z", false, 334800)] // a holiday, and one more, and a weekend
    public void The_hours_are_those_of_the_place(string at, bool open, int secondsUntilOpen)
    {
        var hours = OfficeHours.Read();
        var time = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(open, hours.IsOpen(time));
        Assert.Equal(TimeSpan.FromSeconds(secondsUntilOpen), hours.UntilOpen(time));
    }

    [Theory]
    [InlineData("ann@partner.example", true)]
    [InlineData("+493055507@carrier.example", true)]
    [InlineData("ann@spam.example", false)]
    [InlineData("ann@partner.example.org", false)]
    public void A_caller_is_on_a_list_by_wildcards(string caller, bool known) =>
        Assert.Equal(known, OfficeHours.IsOn(OfficeHours.Read().Known, caller));
}
