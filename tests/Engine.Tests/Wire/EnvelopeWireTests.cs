using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.Engine.Tests.Wire;

public sealed class EnvelopeWireTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Frozen =
        "4501010900000000000000080706050403020101efcdab0000000000000000000000000000208c108a77de0800018216"
        + "8a77de08080030302d747261636501070072656c61792d30020100000012005b323030313a6462383a3a375d3a353036"
        + "304d00000000000000050000000000000003000000000000";

    private static Envelope Sample(int bodyLength = 3) => new()
    {
        Id = InputId.FromRelay(0x0102030405060708, 9),
        Actor = new ActorKey(ActorKind.Call, 0xABCDEF),
        Kind = EnvelopeKind.Sip,
        Bytes = new byte[bodyLength],
        Flow = SampleFlow(),
        At = Noon,
        AnswerBy = Noon.AddSeconds(10),
        TraceContext = "00-trace",
    };

    internal static Flow SampleFlow() => new()
    {
        Relay = "relay-0",
        Transport = SipTransport.Tcp,
        Listener = 1,
        Remote = new IPEndPoint(IPAddress.Parse("2001:db8::7"), 5060),
        BootNonce = 77,
        Connection = 5,
    };

    private static ReadOnlyMemory<byte> Write(Envelope envelope)
    {
        Assert.True(EnvelopeWire.TryWrite(envelope, PayloadCodec.Encode, out var bytes, out var reason), reason);
        return bytes;
    }

    private static Envelope Read(ReadOnlyMemory<byte> bytes, int deliveries = 1)
    {
        Assert.True(EnvelopeWire.TryRead(bytes, deliveries, out var envelope, out var reason), reason);
        return envelope!;
    }

    [Fact]
    public void An_actor_of_a_kind_that_nobody_knows_is_refused()
    {
        var bytes = Convert.FromHexString(Frozen);
        Assert.Equal((byte)ActorKind.Call, bytes[19]);
        bytes[19] = 200;
        Assert.False(EnvelopeWire.TryRead(bytes, 1, out var envelope, out var reason));
        Assert.Equal((null, "the envelope is damaged"), (envelope, reason));
    }

    [Fact]
    public void The_sent_form_is_frozen() => Assert.Equal(Frozen, Convert.ToHexStringLower(Write(Sample()).Span));

    [Fact]
    public void The_frozen_form_reads_as_it_was_meant()
    {
        var read = Read(Convert.FromHexString(Frozen), 4);

        Assert.Equal(Sample().Id, read.Id);
        Assert.Equal(Sample().Actor, read.Actor);
        Assert.Equal(EnvelopeKind.Sip, read.Kind);
        Assert.Equal(new byte[3], read.Bytes.ToArray());
        Assert.Equal(SampleFlow(), read.Flow);
        Assert.Equal((Noon, Noon.AddSeconds(10)), (read.At, read.AnswerBy));
        Assert.Equal("00-trace", read.TraceContext);
        Assert.Equal(4, read.DeliveryCount);
    }

    [Fact]
    public void A_payload_is_read_by_the_runtime_as_it_was_sent()
    {
        var command = new CommandReceived("remove-bindings", System.Collections.Immutable.ImmutableDictionary
            <string, string>.Empty.Add("user", "alice"));
        var sent = new Envelope
        {
            Id = new InputId(1),
            Actor = new ActorKey(ActorKind.Location, 2),
            Kind = EnvelopeKind.Command,
            Payload = command,
            At = Noon,
        };

        var read = Read(Write(sent));

        Assert.Null(read.Flow);
        Assert.Null(read.AnswerBy);
        var back = Assert.IsType<CommandReceived>(PayloadCodec.Decode(read.Bytes.Span));
        Assert.Equal(("remove-bindings", "alice"), (back.Name, back.Arguments["user"]));
    }

    [Fact]
    public void A_payload_without_a_written_form_is_refused_by_name()
    {
        var sent = new Envelope
        {
            Id = new InputId(1),
            Actor = new ActorKey(ActorKind.Location, 2),
            Kind = EnvelopeKind.Tell,
            Payload = new object(),
            At = Noon,
        };

        Assert.False(EnvelopeWire.TryWrite(sent, PayloadCodec.Encode, out _, out var reason));
        Assert.Contains("Object", reason);
    }

    [Fact]
    public void An_envelope_of_192_KB_is_sent_and_one_byte_more_is_not()
    {
        var head = Write(Sample(0)).Length;
        Assert.Equal(192 * 1024, Write(Sample(EnvelopeWire.MaxBytes - head)).Length);
        var tooLarge = Sample(EnvelopeWire.MaxBytes - head + 1);
        Assert.False(EnvelopeWire.TryWrite(tooLarge, PayloadCodec.Encode, out _, out var reason));
        Assert.Contains("196609", reason);
    }

    [Fact]
    public void No_cut_and_no_tail_is_read()
    {
        var whole = Write(Sample()).ToArray();
        for (var length = 0; length < whole.Length; length++)
            Assert.False(EnvelopeWire.TryRead(whole.AsMemory(0, length), 1, out _, out _));
        Assert.False(EnvelopeWire.TryRead((byte[])[.. whole, 0], 1, out _, out _));
    }

    [Fact]
    public void Any_changed_byte_reads_or_is_refused_and_never_throws()
    {
        var whole = Write(Sample()).ToArray();
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            EnvelopeWire.TryRead(changed, 1, out _, out _);
        }
    }

    [Fact]
    public void Another_version_is_refused_by_number()
    {
        var bytes = Write(Sample()).ToArray();
        bytes[1]++;
        Assert.False(EnvelopeWire.TryRead(bytes, 1, out _, out var reason));
        Assert.Contains("version 2", reason);
    }
}
