using ServerlessSip.Engine.Trunks;

namespace ServerlessSip.Local.Tests.Options;

public sealed class TrunkOptionsTests
{
    [Fact]
    public void A_trunk_needs_its_targets_only_and_is_asked_by_the_one_relay()
    {
        var trunk = Assert.Single(Good(("Trunks:Main:Targets", "a.example, sip:192.0.2.1:5070;transport=tcp")).All);

        Assert.Equal("main", trunk.Name);
        Assert.Equal(["sip:a.example", "sip:192.0.2.1:5070;transport=tcp"], trunk.Targets.AsEnumerable());
        Assert.Equal(["408", "5xx"], trunk.Failover.AsEnumerable());
        Assert.Equal((5, 30, 3, 2),
            (trunk.Time.TotalSeconds, trunk.ProbeEvery!.Value.TotalSeconds, trunk.Misses, trunk.Goods));
        Assert.Equal("local", trunk.Relay);
    }

    [Fact]
    public void All_of_it_can_be_said()
    {
        var trunk = Assert.Single(Good(
            ("Trunks:main:Targets", "sip:[2001:db8::1]:5060"), ("Trunks:main:Failover", "503,4XX"),
            ("Trunks:main:Seconds", "2"), ("Trunks:main:ProbeSeconds", "10"), ("Trunks:main:Misses", "5"),
            ("Trunks:main:Goods", "1")).All);

        Assert.Equal(["503", "4xx"], trunk.Failover.AsEnumerable());
        Assert.Equal((2, 10, 5, 1),
            (trunk.Time.TotalSeconds, trunk.ProbeEvery!.Value.TotalSeconds, trunk.Misses, trunk.Goods));
    }

    [Fact]
    public void Nought_seconds_between_probes_are_none()
    {
        var trunk = Assert.Single(Good(("Trunks:main:Targets", "gw.example"), ("Trunks:main:ProbeSeconds", "0")).All);

        Assert.False(trunk.IsProbed);
    }

    [Theory]
    [InlineData("Trunks:main:Targets", "bob@gw.example", "a comma list of 1 to 16 URIs without a user")]
    [InlineData("Trunks:main:Targets", "", "a comma list of 1 to 16 URIs without a user")]
    [InlineData("Trunks:main:Targets", "tel:+4930", "a comma list of 1 to 16 URIs without a user")]
    [InlineData("Trunks:main:Targets", "gw.example,gw.example", "a comma list of 1 to 16 URIs without a user")]
    [InlineData("Trunks:main:Targets", "gw.example;transport=tls", "a transport of Sip:Listen, which has no tls")]
    [InlineData("Trunks:main:Targets", "sips:gw.example", "a transport of Sip:Listen, which has no tls")]
    [InlineData("Trunks:main:Failover", "200", "a comma list of statuses and classes from 300 to 699")]
    [InlineData("Trunks:main:Failover", "5x", "a comma list of statuses and classes from 300 to 699")]
    [InlineData("Trunks:main:Seconds", "0", "1 to 180")]
    [InlineData("Trunks:main:ProbeSeconds", "3601", "0 to 3600")]
    [InlineData("Trunks:main:Misses", "0", "1 to 100")]
    [InlineData("Trunks:main:Goods", "101", "1 to 100")]
    [InlineData("Trunks:main:Relay", "Other Relay", "the Relay:Id of one of the relays")]
    [InlineData("Trunks:main:Target", "gw.example", "keys below Trunks:main: Targets")]
    [InlineData("Trunks:main", "gw.example", "keys below Trunks:main: Targets")]
    [InlineData("Trunks:the main", "gw.example", "a name of 1 to 64 letters")]
    public void What_is_wrong_is_told_with_what_was_expected(string key, string value, string told)
    {
        (string, string)[] pairs = key is "Trunks:main:Targets" or "Trunks:main" or "Trunks:the main"
            ? [(key, value)] : [("Trunks:main:Targets", "gw.example"), (key, value)];

        Assert.Null(Loaded.Load(out var error, pairs));
        Assert.Contains(told, error);
    }

    [Fact]
    public void A_trunk_without_targets_is_refused()
    {
        Assert.Null(Loaded.Load(out var error, ("Trunks:main:Seconds", "5")));
        Assert.StartsWith("Trunks:main:Targets is missing", error);
    }

    [Theory]
    [InlineData(TrunkLimits.MaxTargets, true)]
    [InlineData(TrunkLimits.MaxTargets + 1, false)]
    public void Sixteen_targets_are_taken_and_one_more_is_refused(int count, bool taken)
    {
        var targets = string.Join(',', Enumerable.Range(1, count).Select(i => $"gw{i}.example"));

        Assert.Equal(taken, Loaded.Load(out _, ("Trunks:main:Targets", targets)) is not null);
    }

    [Fact]
    public void A_hundred_trunks_are_taken_and_one_more_is_refused()
    {
        var most = Enumerable.Range(1, TrunkLimits.MaxTrunks)
            .Select(i => ($"Trunks:t{i}:Targets", "gw.example")).ToArray();

        Assert.Equal(TrunkLimits.MaxTrunks, Good(most).All.Length);
        Assert.Null(Loaded.Load(out var error, [.. most, ("Trunks:u:Targets", "gw.example")]));
        Assert.Contains("expected at most 100 trunks", error);
    }

    private static TrunkSettings Good(params (string Key, string Value)[] pairs) => Loaded.Good(pairs).Sip.Trunks;
}
