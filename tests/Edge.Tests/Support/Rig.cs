using System.Net;
using System.Text;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Edge.Tests.Support;

/// <summary>A relay's core between a fake bus and a fake network, in virtual time.</summary>
internal sealed class Rig
{
    public static readonly TokenKeys Keys = new("0123456789abcdef0123456789abcdef"u8);
    public static readonly ActorKey Actor = new(ActorKind.Call, 42);
    public static readonly IPEndPoint Phone = new(IPAddress.Parse("192.0.2.7"), 5071);
    private ulong _commands;

    public Rig(RelayLimits? limits = null)
    {
        Options = new RelayOptions
        {
            RelayId = "r1",
            Listeners = [new(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0), "127.0.0.1:5060")],
            Domains = new DomainSet(["localhost"], [("127.0.0.1", 5060)]),
            Keys = Keys,
            Limits = limits ?? RelayLimits.Default,
        };
        Core = new RelayCore(Options, 7, Bus, (Network, Time));
    }

    public RelayOptions Options { get; }
    public ManualTime Time { get; } = new();
    public FakeBus Bus { get; } = new();
    public FakeNetwork Network { get; } = new();
    public RelayCore Core { get; }

    public Flow Udp { get; } = new() { Relay = "r1", Transport = SipTransport.Udp, Listener = 0, Remote = Phone };

    public Flow Tcp { get; } = new()
    {
        Relay = "r1",
        Transport = SipTransport.Tcp,
        Listener = 1,
        Remote = Phone,
        BootNonce = 7,
        Connection = 3,
    };

    public void Receive(string message, Flow? flow = null) =>
        Core.Received(Encoding.UTF8.GetBytes(message), flow ?? Udp);

    /// <summary>Time passes in steps of the timers' grain.</summary>
    public void Advance(double milliseconds)
    {
        for (var passed = 0.0; passed < milliseconds; passed += 10)
        {
            Time.Advance(TimeSpan.FromMilliseconds(Math.Min(10, milliseconds - passed)));
            Core.Tick();
        }
    }

    public RelayCommand Respond(string response, Repeat retransmission = Repeat.None, Flow? flow = null)
    {
        var command = new RelayCommand
        {
            Id = new InputId(++_commands),
            Relay = "r1",
            Kind = RelayCommandKind.SendResponse,
            Bytes = Encoding.UTF8.GetBytes(response),
            Flow = flow ?? Udp,
            Retransmission = retransmission,
            Actor = Actor,
            NotAfter = Time.GetUtcNow().AddSeconds(10),
        };
        Core.Perform(command);
        return command;
    }

    public RelayCommand Request(string request, Repeat retransmission, Flow? flow = null, string? onBehalfOf = null)
    {
        var command = new RelayCommand
        {
            Id = new InputId(++_commands),
            Relay = "r1",
            Kind = RelayCommandKind.SendRequest,
            Bytes = Encoding.UTF8.GetBytes(request),
            Flow = flow ?? Udp,
            Retransmission = retransmission,
            Actor = Actor,
            NotAfter = Time.GetUtcNow().AddSeconds(10),
            OnBehalfOf = onBehalfOf,
        };
        Core.Perform(command);
        return command;
    }

    public void Order(RelayCommandKind kind, string? transaction = null, string? onBehalfOf = null) =>
        Core.Perform(new RelayCommand
        {
            Id = new InputId(++_commands),
            Relay = "r1",
            Kind = kind,
            Transaction = transaction,
            OnBehalfOf = onBehalfOf,
            NotAfter = Time.GetUtcNow().AddSeconds(10),
        });
}
