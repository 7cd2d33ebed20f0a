using System.Net;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.Engine.Tests.Wire;

public sealed class CommandWireTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Frozen =
        "430101000000000000000000000000000000070072656c61792d300101070072656c61792d30020100000012005b3230"
        + "30313a6462383a3a375d3a353036304d0000000000000005000000000000000e003132372e302e302e313a3530373001"
        + "0200000001010700000000000000000000000000000000208c108a77de08ffff14007a39684734624b317c686f73747c"
        + "494e5649544502000000000002000000000000000000000000000000070072656c61792d300300ffff00000000000000"
        + "00000000000000000000000000000000ff3f37f47528ca2b0f007a39684734624b317c494e56495445ffff00000000";

    private static RelayCommand Send(int number, int bytes = 2) => new()
    {
        Id = new InputId((UInt128)number),
        Relay = "relay-0",
        Kind = RelayCommandKind.SendRequest,
        Bytes = new byte[bytes],
        Flow = EnvelopeWireTests.SampleFlow(),
        Address = new IPEndPoint(IPAddress.Loopback, 5070),
        Transport = SipTransport.Udp,
        Listener = 2,
        Retransmission = Retransmission.InviteClient,
        Actor = new ActorKey(ActorKind.Call, 7),
        NotAfter = Noon,
        OnBehalfOf = "z9hG4bK1|host|INVITE",
    };

    private static readonly RelayCommand Stop = new()
    {
        Id = new InputId(2),
        Relay = "relay-0",
        Kind = RelayCommandKind.StopSending,
        Transaction = "z9hG4bK1|INVITE",
        NotAfter = DateTimeOffset.MaxValue,
    };

    private static string Text(RelayCommand c) => string.Join('|', c.Id, c.Relay, c.Kind, c.Bytes.Length, c.Flow,
        c.Address, c.Transport, c.Listener, c.Retransmission, c.Actor, c.NotAfter.UtcTicks, c.Transaction,
        c.OnBehalfOf);

    private static IReadOnlyList<RelayCommand> Read(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(CommandWire.TryRead(bytes, out var commands, out var reason), reason);
        return commands;
    }

    [Fact]
    public void The_sent_form_is_frozen() =>
        Assert.Equal(Frozen, Convert.ToHexStringLower(CommandWire.Write([Send(1), Stop], 0, 2, out _).Span));

    [Fact]
    public void The_frozen_form_reads_as_it_was_meant() =>
        Assert.Equal([Text(Send(1)), Text(Stop)], Read(Convert.FromHexString(Frozen)).Select(Text));

    [Fact]
    public void What_does_not_fit_is_left_for_the_next_message()
    {
        RelayCommand[] commands = [Send(1, 100_000), Send(2, 90_000), Send(3, 90_000), Stop];

        var first = CommandWire.Write(commands, 0, 4, out var next);
        var second = CommandWire.Write(commands, next, 4, out var end);

        Assert.Equal((2, 4), (next, end));
        Assert.InRange(first.Length, 190_000, EnvelopeWire.MaxBytes);
        Assert.Equal(["1", "2"], Read(first).Select(c => c.Id.Value.ToString()));
        Assert.Equal(["3", "2"], Read(second).Select(c => c.Id.Value.ToString()));
    }

    [Fact]
    public void A_command_that_fits_into_no_message_is_not_written()
    {
        CommandWire.Write([Send(1, EnvelopeWire.MaxBytes)], 0, 1, out var next);
        Assert.Equal(0, next);
    }

    [Fact]
    public void No_cut_within_a_command_is_read()
    {
        var whole = CommandWire.Write([Send(1)], 0, 1, out _).ToArray();
        for (var length = 3; length < whole.Length; length++)
            Assert.False(CommandWire.TryRead(whole.AsMemory(0, length), out _, out _));
    }

    [Fact]
    public void Another_version_is_refused_by_number()
    {
        var bytes = CommandWire.Write([Stop], 0, 1, out _).ToArray();
        bytes[1]++;
        Assert.False(CommandWire.TryRead(bytes, out _, out var reason));
        Assert.Contains("version 2", reason);
    }
}
