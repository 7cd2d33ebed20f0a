using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Engine.Tests.Routing;
using ServerlessSip.Engine.Tests.Runtime;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Trunks;

/// <summary>What a call makes of the health of a trunk, and who begins to ask.</summary>
public sealed class PassedOverTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static TrunkOptions Main => new()
    {
        Name = "main",
        Targets = ["sip:192.0.2.1", "sip:192.0.2.2"],
        Relay = "r1",
    };

    private readonly RouteBench _bench = new(s => s with { Trunks = new TrunkSettings([Main]) });

    [Theory]
    [InlineData(false, false, "sip:bob@192.0.2.1")]
    [InlineData(true, false, "sip:bob@192.0.2.2")]
    [InlineData(true, true, "sip:bob@192.0.2.1")]
    public void A_target_that_is_out_is_passed_over_unless_all_are(bool first, bool second, string uri)
    {
        Know(s_now.AddSeconds(10), first, second);
        Assert.Equal([uri], _bench.Invite().Decide(Route.Trunk("main")).Rung);
    }

    [Fact]
    public void The_trace_tells_of_it()
    {
        Know(s_now.AddSeconds(10), true, false);
        _bench.Invite().Decide(Route.Trunk("main"));
        Assert.Equal("passed over as out: sip:192.0.2.1", _bench.Bench.State!.Trace[^1].Decided);
    }

    [Theory]
    [InlineData(-30, "sip:bob@192.0.2.2")]
    [InlineData(-31, "sip:bob@192.0.2.1")]
    public void What_nobody_has_looked_at_for_long_counts_for_nothing(int nextProbe, string uri)
    {
        Know(s_now.AddSeconds(nextProbe), true, false);
        Assert.Equal([uri], _bench.Invite().Decide(Route.Trunk("main")).Rung);
    }

    [Fact]
    public async Task A_sweep_wakes_each_trunk_that_is_to_be_asked()
    {
        var quiet = new TrunkOptions { Name = "quiet", Targets = ["sip:192.0.2.9"], ProbeEvery = null, Relay = "r1" };
        var fixture = new RuntimeFixture(p => p with
        {
            Settings = p.Settings with { Trunks = new TrunkSettings([Main, quiet]) },
        });
        Assert.True((await new Sweep(fixture.Parts, fixture.Runtime).Once()).Complete);
        var woken = Assert.Single(fixture.Bus.Envelopes);
        Assert.Equal((TrunkName.Key("main"), EnvelopeKind.Timer), (woken.Actor, woken.Kind));
    }

    [Fact]
    public void Two_processes_that_wake_a_trunk_ask_its_targets_once()
    {
        var fixture = new RuntimeFixture(p => p with
        {
            Actors = [new TrunkActor()],
            Settings = p.Settings with
            {
                Listeners = [new ListenerAddress(SipTransport.Udp, "192.0.2.9:5060", "192.0.2.9:5060", false)],
                Trunks = new TrunkSettings([Main]),
            },
        });
        fixture.Turn(Wake(1));
        fixture.Restart();
        fixture.Turn(Wake(2));

        // What the first may not have sent, the second sends again under the same ids, which relays know.
        Assert.Equal(2, fixture.Bus.Commands.Select(c => c.Id).Distinct().Count());
        Assert.All(fixture.Bus.Commands, c => Assert.Equal(RelayCommandKind.SendRequest, c.Kind));

        Envelope Wake(int id) => new()
        {
            Id = new InputId((UInt128)id),
            Actor = TrunkName.Key("main"),
            Kind = EnvelopeKind.Timer,
            At = fixture.Now,
        };
    }

    [Fact]
    public async Task A_call_reads_what_the_trunk_has_saved()
    {
        var fixture = new RuntimeFixture();
        var state = State(s_now, true, false);
        var document = new Engine.Documents.ActorDocument { Key = TrunkName.Key("main"), State = state };
        await fixture.Store.Put(TrunkName.Key("main"), document, DocumentColumns.None, null);
        fixture.Actor.Decides = (CountState? count, ActorEvent input, in Env _) =>
            new(count, input is Told ? [new AskTrunk("1", "main"), new AskTrunk("2", "none")] : []);
        fixture.Turn(fixture.Tell(1));
        Assert.Equal(
            [new TrunkAnswer("1", state), new TrunkAnswer("2", null)], fixture.Actor.Seen.OfType<TrunkAnswer>());
    }

    private void Know(DateTimeOffset nextProbe, bool first, bool second) =>
        _bench.Bench.Trunks["main"] = State(nextProbe, first, second);

    private static TrunkState State(DateTimeOffset nextProbe, bool first, bool second) => new()
    {
        Incarnation = default,
        Name = "main",
        NextProbeAt = nextProbe,
        Targets =
        [
            new TrunkTarget { Uri = "sip:192.0.2.1", IsOut = first },
            new TrunkTarget { Uri = "sip:192.0.2.2", IsOut = second },
        ],
    };
}
