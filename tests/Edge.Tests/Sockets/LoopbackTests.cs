using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Edge.Streams;
using ServerlessSip.Edge.Tests.Support;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge.Tests.Sockets;

/// <summary>The few tests that use real sockets, on loopback.</summary>
public sealed class LoopbackTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ChannelBus _bus = new();
    private Relay _relay = null!;

    public async Task InitializeAsync()
    {
        _relay = Make(new RelayLimits { MaxConnections = 2 });
        await _relay.StartAsync();
    }

    public async Task DisposeAsync() => await _relay.DisposeAsync();

    [Fact]
    public async Task A_datagram_goes_up_and_its_answer_comes_back()
    {
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await phone.SendAsync(Bytes(Text.Request("OPTIONS")), _relay.BoundEndPoints[0]);
        var envelope = await _bus.Next();
        Assert.Equal(phone.Client.LocalEndPoint, envelope.Flow!.Remote);
        _relay.Perform([Answer(envelope)]);
        var answer = await phone.ReceiveAsync().WaitAsync(Patience);
        Assert.StartsWith("SIP/2.0 200 ", Encoding.UTF8.GetString(answer.Buffer));
        Assert.Equal(_relay.BoundEndPoints[0], answer.RemoteEndPoint);
    }

    [Fact]
    public async Task A_STUN_keepalive_is_answered_on_the_SIP_socket()
    {
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var request = Convert.FromHexString("000100002112a442b7e7a701bc34d686fa87dfae");
        await phone.SendAsync(request, _relay.BoundEndPoints[0]);
        var answer = await phone.ReceiveAsync().WaitAsync(Patience);
        Assert.Equal(1, answer.Buffer[0]);
    }

    [Fact]
    public async Task Messages_on_a_stream_are_framed_and_pings_are_answered()
    {
        using var phone = await Dial();
        var one = Bytes(Text.Request("OPTIONS", "z9hG4bK1"));
        var two = Bytes(Text.Request("OPTIONS", "z9hG4bK2"));
        await phone.SendAsync((byte[])[.. one, .. "\r\n\r\n"u8, .. two[..20]]);
        var first = await _bus.Next();
        Assert.Equal("\r\n", await Read(phone));
        await phone.SendAsync(two[20..]);
        Assert.NotEqual(first.Id, (await _bus.Next()).Id);
        _relay.Perform(Answer(first));
        Assert.StartsWith("SIP/2.0 200 ", await Read(phone));
    }

    [Fact]
    public async Task What_is_not_SIP_closes_the_connection()
    {
        using var phone = await Dial();
        await phone.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        Assert.Equal("", await Read(phone));
    }

    [Fact]
    public async Task As_many_connections_stand_as_the_limit_and_one_more_is_closed()
    {
        using var first = await Dial();
        using var second = await Dial();
        await first.SendAsync("\r\n\r\n"u8.ToArray());
        await second.SendAsync("\r\n\r\n"u8.ToArray());
        Assert.Equal("\r\n", await Read(first));
        Assert.Equal("\r\n", await Read(second));
        using var third = await Dial();
        Assert.Equal("", await Read(third));
    }

    [Fact]
    public async Task A_request_to_an_address_makes_a_connection_and_the_next_one_uses_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _relay.Perform(Request("z9hG4bK1", (IPEndPoint)listener.LocalEndpoint));
        using var peer = await listener.AcceptSocketAsync().WaitAsync(Patience);
        Assert.StartsWith("BYE ", await Read(peer));
        _relay.Perform(Request("z9hG4bK2", (IPEndPoint)listener.LocalEndpoint));
        Assert.StartsWith("BYE ", await Read(peer));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_refused_connection_is_reported_as_a_transport_error()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var nobody = (IPEndPoint)free.LocalEndpoint;
        free.Stop();
        _relay.Perform(Request("z9hG4bK1", nobody));
        var envelope = await _bus.Next();
        Assert.Equal(EnvelopeKind.Timeout, envelope.Kind);
        Assert.Equal("3|z9hG4bK1|BYE", Encoding.UTF8.GetString(envelope.Bytes.Span));
    }

    [Fact]
    public async Task Connections_for_which_there_is_no_socket_leave_room_for_others()
    {
        for (ulong i = 0; i < 3; i++)
        {
            _relay.Perform(Request($"z9hG4bKbad{i}", new StrangeEndPoint()));
            Assert.Equal($"3|z9hG4bKbad{i}|BYE", Encoding.UTF8.GetString((await _bus.Next()).Bytes.Span));
        }
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _relay.Perform(Request("z9hG4bKgood", (IPEndPoint)listener.LocalEndpoint));
        using var peer = await listener.AcceptSocketAsync().WaitAsync(Patience);
        Assert.StartsWith("BYE ", await Read(peer));
    }

    [Fact]
    public async Task A_command_that_meets_a_fault_costs_itself_only()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _bus.Fault = new InvalidOperationException("a fault");
        // Nobody can be reached at no address, of which the actor would be told.
        _relay.Perform([Request("z9hG4bKbad", null), Request("z9hG4bKgood", (IPEndPoint)listener.LocalEndpoint)]);
        using var peer = await listener.AcceptSocketAsync().WaitAsync(Patience);
        Assert.StartsWith("BYE ", await Read(peer));
        Assert.Equal(1, _relay.Core.Counters[RelayCount.LoopFaults]);
    }

    [Fact]
    public async Task A_connection_that_has_much_to_say_at_once_holds_up_nobody_who_is_to_be_accepted()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var phone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await phone.ConnectAsync(listener.LocalEndpoint);
        await phone.SendAsync(Bytes(Text.Request("OPTIONS")));
        var accepted = await listener.AcceptSocketAsync().WaitAsync(Patience);
        Assert.True(accepted.Poll(Patience, SelectMode.SelectRead));

        using var hold = new ManualResetEventSlim();
        _bus.Hold = hold;
        var options = Options(new RelayLimits());
        var world = (new RelayClock(TimeProvider.System), NullLogger.Instance);
        var core = new RelayCore(options, 7, _bus, (new FakeNetwork(), TimeProvider.System));
        var streams = new StreamHost(options, 7, core, world);
        var accepting = Task.Run(() => streams.Accepted(1, accepted));
        await _bus.Next();
        await accepting.WaitAsync(TimeSpan.FromSeconds(5));
        hold.Set();
        streams.Stop();
    }

    [Fact]
    public async Task A_connection_whose_backlog_would_pass_the_limit_is_closed()
    {
        await using var relay = Make(new RelayLimits { MaxConnectionBacklogBytes = 10 });
        await relay.StartAsync();
        using var phone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await phone.ConnectAsync(relay.BoundEndPoints[1]);
        await phone.SendAsync(Bytes(Text.Request("OPTIONS")));
        relay.Perform(Answer(await _bus.Next()));
        Assert.Equal("", await Read(phone));
        Assert.Equal(1, relay.Core.Counters[RelayCount.BacklogFull]);
    }

    [Fact]
    public async Task A_port_in_use_names_its_listener()
    {
        var options = Options(new RelayLimits()) with
        {
            Listeners = [new(SipTransport.Tcp, _relay.BoundEndPoints[1], "127.0.0.1:5060")],
        };
        var second = new Relay(options, _bus, TimeProvider.System, NullLogger.Instance);
        var fault = await Assert.ThrowsAsync<RelayBindException>(() => second.StartAsync());
        Assert.StartsWith($"tcp:{_relay.BoundEndPoints[1]}: ", fault.Message);
    }

    private static RelayOptions Options(RelayLimits limits) => new Rig(limits).Options with
    {
        Listeners =
        [
            new(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0), "127.0.0.1:5060"),
            new(SipTransport.Tcp, new IPEndPoint(IPAddress.Loopback, 0), "127.0.0.1:5060"),
        ],
    };

    private Relay Make(RelayLimits limits) => new(Options(limits), _bus, TimeProvider.System, NullLogger.Instance);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<Socket> Dial()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_relay.BoundEndPoints[1]);
        return socket;
    }

    /// <summary>What comes next; empty at the end of the connection.</summary>
    private static async Task<string> Read(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(Patience));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private RelayCommand Answer(Envelope envelope)
    {
        var request = Encoding.UTF8.GetString(envelope.Bytes.Span);
        return new RelayCommand
        {
            Id = envelope.Id.Effect(0),
            Relay = "r1",
            Kind = RelayCommandKind.SendResponse,
            Bytes = Bytes("SIP/2.0 200 OK" + request[request.IndexOf('\r')..]),
            Flow = envelope.Flow,
            NotAfter = DateTimeOffset.UtcNow.AddSeconds(10),
        };
    }

    private static RelayCommand Request(string branch, IPEndPoint? to) => new()
    {
        Id = new InputId((UInt128)Random.Shared.NextInt64()),
        Relay = "r1",
        Kind = RelayCommandKind.SendRequest,
        Bytes = Bytes(Text.Request("BYE", branch)),
        Address = to,
        Transport = SipTransport.Tcp,
        Listener = 1,
        Retransmission = Repeat.NonInviteClient,
        Actor = Rig.Actor,
        NotAfter = DateTimeOffset.UtcNow.AddSeconds(10),
    };

    /// <summary>An address for which no machine has sockets.</summary>
    private sealed class StrangeEndPoint() : IPEndPoint(IPAddress.Loopback, 9)
    {
        public override AddressFamily AddressFamily => AddressFamily.DecNet;
    }

    private sealed class ChannelBus : IBus
    {
        private readonly Channel<Envelope> _envelopes = Channel.CreateUnbounded<Envelope>();

        /// <summary>What the next send throws.</summary>
        public Exception? Fault { get; set; }

        /// <summary>While set, a send comes back when it is.</summary>
        public ManualResetEventSlim? Hold { get; set; }

        public async Task<Envelope> Next() => await _envelopes.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default)
        {
            if (Fault is { } fault)
            {
                Fault = null;
                throw fault;
            }
            var hold = Hold;
            var taken = _envelopes.Writer.TryWrite(envelope);
            hold?.Wait(Patience);
            return new(taken ? BusResult.Sent : BusResult.Full);
        }

        public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel) =>
            new(BusResult.Fatal);

        public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default) =>
            new(BusResult.Fatal);
    }
}
