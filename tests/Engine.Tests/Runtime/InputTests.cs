using System.Collections.Immutable;
using System.Net;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Tests.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class InputTests
{
    private readonly RuntimeFixture _fixture = new();

    [Fact]
    public void A_message_is_decided_with_its_flow_and_its_end_of_life()
    {
        var invite = SampleDocuments.Invite();
        var answerBy = _fixture.Now.AddSeconds(10);

        _fixture.Turn(Sip(invite.Bytes, answerBy));

        var seen = Assert.IsType<SipReceived>(Assert.Single(_fixture.Actor.Seen));
        Assert.Equal((SampleDocuments.Udp, answerBy), (seen.Flow, seen.AnswerBy));
        Assert.Equal(invite.Bytes.ToArray(), seen.Message.Bytes.ToArray());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Nothing_is_started_later_than_two_seconds_before_the_end_of_life(long ticks, bool decided)
    {
        _fixture.Turn(Sip(SampleDocuments.Invite().Bytes, _fixture.Now.AddSeconds(2).AddTicks(-ticks)));

        Assert.Equal(decided, _fixture.Actor.Seen.Count == 1);
    }

    [Fact]
    public void Bytes_that_are_no_message_are_dropped()
    {
        _fixture.Turn(Sip("hello"u8.ToArray(), null));

        Assert.Empty(_fixture.Actor.Seen);
    }

    [Theory]
    [InlineData("1|z9hG4bK1|INVITE", TimeoutReason.NoResponse, "z9hG4bK1|INVITE")]
    [InlineData("4|b|192.0.2.1|INVITE", TimeoutReason.AnsweredByRelay, "b|192.0.2.1|INVITE")]
    public void A_timeout_names_its_reason_and_transaction(string text, TimeoutReason reason, string transaction)
    {
        _fixture.Turn(Bytes(EnvelopeKind.Timeout, Encoding.ASCII.GetBytes(text)));

        Assert.Equal([new TransactionTimedOut(transaction, reason)], _fixture.Actor.Seen);
    }

    [Theory]
    [InlineData(EnvelopeKind.Timeout, "")]
    [InlineData(EnvelopeKind.Timeout, "1")]
    [InlineData(EnvelopeKind.Timeout, "x|y")]
    [InlineData(EnvelopeKind.Timeout, "999|y")]
    [InlineData(EnvelopeKind.Command, "{")]
    [InlineData(EnvelopeKind.Answer, "")]
    [InlineData(EnvelopeKind.Tell, "{}")]
    [InlineData(EnvelopeKind.Probe, "")]
    [InlineData(EnvelopeKind.Work, "")]
    public void What_is_malformed_or_no_input_is_dropped(EnvelopeKind kind, string bytes)
    {
        _fixture.Turn(Bytes(kind, Encoding.ASCII.GetBytes(bytes)));

        Assert.Empty(_fixture.Actor.Seen);
    }

    [Fact]
    public void Payloads_come_as_objects_or_as_bytes()
    {
        var command = new CommandReceived("remove", ImmutableDictionary<string, string>.Empty.Add("a", "b"));
        var answer = new DnsAnswer("t", [new IPEndPoint(IPAddress.Loopback, 5060)]);

        _fixture.Turn(_fixture.Input(1, EnvelopeKind.Command, command));
        _fixture.Turn(Bytes(EnvelopeKind.Command, PayloadCodec.Encode(command)!, 2));
        _fixture.Turn(Bytes(EnvelopeKind.Answer, PayloadCodec.Encode(answer)!, 3));

        Assert.Equal("remove", Assert.IsType<CommandReceived>(_fixture.Actor.Seen[0]).Name);
        Assert.Equal("b", Assert.IsType<CommandReceived>(_fixture.Actor.Seen[1]).Arguments["a"]);
        Assert.Equal(answer.Addresses.AsEnumerable(), Assert.IsType<DnsAnswer>(_fixture.Actor.Seen[2]).Addresses);
    }

    [Fact]
    public void The_form_of_payloads_is_frozen()
    {
        var command = new CommandReceived("remove", ImmutableDictionary<string, string>.Empty.Add("a", "b"));
        var answer = new DnsAnswer("t", [new IPEndPoint(IPAddress.Loopback, 5060)]);

        Assert.Equal(
            """{"version":1,"command":{"name":"remove","arguments":{"a":"b"}},"dns":null}""",
            Encoding.UTF8.GetString(PayloadCodec.Encode(command)!));
        Assert.Equal(
            """{"version":1,"command":null,"dns":{"tag":"t","addresses":["127.0.0.1:5060"]}}""",
            Encoding.UTF8.GetString(PayloadCodec.Encode(answer)!));
    }

    private Envelope Sip(ReadOnlyMemory<byte> bytes, DateTimeOffset? answerBy) => new()
    {
        Id = new InputId(1),
        Actor = RuntimeFixture.Key,
        Kind = EnvelopeKind.Sip,
        Bytes = bytes,
        Flow = SampleDocuments.Udp,
        At = _fixture.Now,
        AnswerBy = answerBy,
    };

    private Envelope Bytes(EnvelopeKind kind, byte[] bytes, int id = 1) => new()
    {
        Id = new InputId((UInt128)id),
        Actor = RuntimeFixture.Key,
        Kind = kind,
        Bytes = bytes,
        At = _fixture.Now,
    };
}
