using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Engine.Tests.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Trunks;

/// <summary>No open relay: a trunk is for routes that say so, and for nobody else.</summary>
public sealed class RelayingTests
{
    private const string Foreign = "sip:+4930@192.0.2.1";

    private static RouteBench Bench => new(s => s with
    {
        Trunks = new TrunkSettings([new TrunkOptions { Name = "main", Targets = ["sip:192.0.2.1"] }]),
    });

    [Theory]
    [InlineData(Foreign, "")]
    [InlineData("sip:bob@sip.test", "Route: <sip:192.0.2.1;lr>\r\n")]
    public void A_plain_request_to_a_trunks_target_is_refused(string uri, string lines)
    {
        var bench = Bench;
        bench.Foreign = true;
        bench.Bench.Receive(Phone.Request("INVITE", uri, lines: lines));
        Assert.Equal([403], bench.Statuses);
        Assert.Null(bench.Bench.State);
    }

    [Fact]
    public void A_stranger_reaches_no_foreign_target_though_a_rule_names_it_and_a_user_of_ours_does()
    {
        var bench = Bench;
        AliceAsks(bench);
        bench.Decide(Route.Trunk("main"));
        Assert.Equal([Foreign], bench.Rung);
        Assert.False(bench.Sent[0].Message.TryGet(HeaderName.ProxyAuthorization, out _));
    }

    [Fact]
    public void A_ring_of_a_foreign_target_is_refused()
    {
        var bench = Bench;
        bench.Invite().Decide(Route.Ring("+4930@192.0.2.1"));
        Assert.Empty(bench.Rung);
        Assert.Equal([500], bench.Statuses);
    }

    [Fact]
    public void A_request_that_a_rule_passes_on_is_not_relayed_either()
    {
        var bench = Bench;
        AliceAsks(bench);
        bench.Decide(Route.Continue());
        Assert.Empty(bench.Rung);
        Assert.Equal([403], bench.Statuses);
    }

    /// <summary>A user of ours, who has proved it, for the foreign target.</summary>
    private static void AliceAsks(RouteBench bench)
    {
        bench.Foreign = true;
        const string from = "sip:alice@sip.test";
        bench.Bench.Receive(Phone.Request("INVITE", Foreign, from: from));
        var lines = Phone.Authorize(bench.Sent[0], "alice", "pw-alice", "INVITE", Foreign);
        bench.Bench.Receive(Phone.Request("INVITE", Foreign, from: from, branch: "z9hG4bKsecond", lines: lines));
    }
}
