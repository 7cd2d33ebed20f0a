using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Trunks;

/// <summary>When a target goes out, when it comes back, and how it is asked.</summary>
public sealed class TrunkHealthTests
{
    private readonly TrunkBench _bench = new();

    [Fact]
    public void The_first_timer_asks_every_target_and_the_next_comes_when_one_is_overdue()
    {
        _bench.Give(new TimerFired());
        Assert.Equal(["sip:192.0.2.1", "sip:192.0.2.2:5070;transport=tcp"], _bench.Asked);
        Assert.Equal([SipTransport.Udp, SipTransport.Tcp], _bench.Sent.Select(s => s.Effect.Transport));
        Assert.All(_bench.Sent, s => Assert.Equal(("r1", Retransmission.NonInviteClient),
            (s.Effect.Relay, s.Effect.Retransmission)));
        Assert.Equal(TrunkBench.Start.AddSeconds(5), Assert.Single(_bench.Last.Effects.OfType<Schedule>()).At);
        Assert.Equal(SipParseErrorKind.None, _bench.Sent[0].Message.Validate().Kind);
    }

    [Fact]
    public void A_second_process_that_wakes_the_trunk_changes_nothing()
    {
        _bench.Give(new TimerFired());
        var before = _bench.State;
        _bench.After(1);
        Assert.Same(before, _bench.State);
        Assert.Empty(_bench.Last.Effects);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(483)]
    [InlineData(486)]
    [InlineData(501)]
    [InlineData(603)]
    public void Whoever_answers_anything_but_503_is_there(int status)
    {
        Miss(2);
        Round(_bench.Give(new TimerFired()), status);
        Assert.Equal((0, status), (_bench.Target(0).Misses, _bench.Target(0).LastStatus));
        Assert.Empty(_bench.Told);
    }

    [Fact]
    public void Three_silences_in_a_row_take_a_target_out_and_no_fewer()
    {
        Miss(2);
        Assert.False(_bench.Target(0).IsOut);
        Miss(1);
        Assert.True(_bench.Target(0).IsOut);
        Assert.Equal("partly", _bench.State!.Status);
        Assert.Equal("target", _bench.State.Events[^1].Type);
        Assert.Equal("trunks/main", _bench.State.Events[^1].Resource);
        Assert.Equal("no answer", _bench.State.Events[^1].Data["reason"]);
    }

    [Fact]
    public void An_answer_between_two_silences_begins_the_count_anew()
    {
        Miss(2);
        Round(_bench.Give(new TimerFired()), 200);
        Miss(2);
        Assert.False(_bench.Target(0).IsOut);
    }

    [Fact]
    public void It_is_back_after_two_answers_in_a_row_and_a_silence_between_them_counts_anew()
    {
        Miss(3);
        Round(_bench.Give(new TimerFired()), 200);
        Assert.True(_bench.Target(0).IsOut);
        Miss(1);
        Round(_bench.Give(new TimerFired()), 200);
        Assert.True(_bench.Target(0).IsOut);
        Round(_bench.Give(new TimerFired()), 405);
        Assert.False(_bench.Target(0).IsOut);
        Assert.Equal([("in", "sip:192.0.2.1", "405")], _bench.Told);
        Assert.Equal(_bench.Target(0).LastAt, _bench.Target(0).Since);
    }

    [Fact]
    public void A_503_counts_as_a_miss()
    {
        var bench = new TrunkBench(o => o with { Misses = 1 }).Give(new TimerFired());
        bench.Answer(bench.Sent[0], 503);
        Assert.Equal([("out", "sip:192.0.2.1", "503")], bench.Told);
    }

    [Fact]
    public void A_provisional_and_a_late_answer_change_nothing()
    {
        _bench.Give(new TimerFired());
        var asked = _bench.Sent[0];
        Assert.Empty(_bench.Answer(asked, 100).Last.Effects);
        _bench.After(5);
        Assert.Contains(new StopSending("r1", $"{asked.Branch}|OPTIONS"), _bench.Last.Effects);
        _bench.Answer(asked, 200);
        Assert.Equal(1, _bench.Target(0).Misses);
    }

    [Theory]
    [InlineData(TimeoutReason.TransportError)]
    [InlineData(TimeoutReason.NoResponse)]
    public void A_relays_word_that_nothing_came_is_a_miss_at_once(TimeoutReason reason)
    {
        _bench.Give(new TimerFired());
        _bench.Give(new TransactionTimedOut($"{_bench.Sent[0].Branch}|OPTIONS", reason));
        Assert.Equal(1, _bench.Target(0).Misses);
        Assert.Null(_bench.Target(0).Probe);
    }

    [Fact]
    public void A_name_is_resolved_first_and_one_without_address_is_a_miss()
    {
        var bench = new TrunkBench(o => o with { Targets = ["sip:gw.example:5090"] }).Give(new TimerFired());
        var asked = Assert.Single(bench.Last.Effects.OfType<ResolveDns>());
        Assert.Equal(("gw.example", 5090), (asked.Host, asked.Port));
        bench.Give(new DnsAnswer(asked.Tag, [new IPEndPoint(IPAddress.Parse("192.0.2.3"), 5090)]));
        Assert.Equal("192.0.2.3:5090", Assert.Single(bench.Sent).Effect.Address!.ToString());
        bench.Answer(bench.Sent[0], 200).After(30);
        asked = Assert.Single(bench.Last.Effects.OfType<ResolveDns>());
        bench.Give(new DnsAnswer(asked.Tag, []));
        Assert.Equal(1, bench.Target(0).Misses);
    }

    [Fact]
    public void New_targets_of_the_configuration_are_adopted_and_what_is_known_of_the_others_stays()
    {
        Miss(3);
        _bench.Options = _bench.Options with { Targets = ["sip:192.0.2.9", "sip:192.0.2.1"] };
        _bench.Give(new TimerFired());
        Assert.Equal(["sip:192.0.2.9", "sip:192.0.2.1"], _bench.Asked);
        Assert.Equal([false, true], _bench.State!.Targets.Select(t => t.IsOut));
    }

    [Fact]
    public void A_trunk_that_is_not_to_be_asked_any_more_leaves_no_document()
    {
        _bench.Give(new TimerFired());
        _bench.Options = _bench.Options with { ProbeEvery = null };
        Assert.Null(_bench.After(30).State);
    }

    /// <summary>Rounds in which the first target is silent; ends when the next one is due.</summary>
    private void Miss(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            _bench.Give(new TimerFired());
            Assert.Equal(2, _bench.Sent.Count);
            _bench.Answer(_bench.Sent[1], 200);
            _bench.After(5);
            _bench.Now += TimeSpan.FromSeconds(25);
        }
    }

    /// <summary>A round in which both answer; ends when the next one is due.</summary>
    private void Round(TrunkBench bench, int status)
    {
        var asked = bench.Sent;
        Assert.Equal(2, asked.Count);
        bench.Answer(asked[1], 200);
        bench.Answer(asked[0], status);
        bench.Now += TimeSpan.FromSeconds(30);
    }
}
