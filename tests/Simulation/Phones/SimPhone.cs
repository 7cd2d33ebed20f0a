using System.Net;
using System.Text;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A small phone as RFC 3261 wants it.</summary>
internal sealed class SimPhone(SimWorld world, int number, string user) : INode
{
    private const int MaxRegisters = 60;
    private readonly Dictionary<string, ClientTransaction> _clients = [];
    private readonly Dictionary<string, ServerTransaction> _servers = [];
    private readonly List<Subscription> _subscriptions = [];
    private int _names;
    private uint _registerCSeq;
    private int _registers;

    public SimWorld World => world;
    public int Number => number;
    public string User => user;
    public string Name => $"{user}{number}";
    public PhoneTraits Traits { get; init; } = PhoneTraits.Plain;
    public string Password { get; init; } = SimWorld.Password(user);
    public bool IsStranger { get; init; }
    public bool IsForeign => Traits.ForeignDomain is not null;
    public SipTransport Transport => Traits.Transport;
    public bool IsOnStream => Transport != SipTransport.Udp;
    public string Aor => $"sip:{user}@{Traits.ForeignDomain ?? SimWorld.Domain}";
    public IPEndPoint EndPoint => new(
        Traits.IPv6 ? IPAddress.Parse($"2001:db8::{number}") : new IPAddress([192, 168, 0, (byte)number]), 5060);
    public string Contact => Traits.ContactUri ?? Transport switch
    {
        SipTransport.Udp => $"sip:{user}@{Traits.Host ?? EndPoint.ToString()}",
        SipTransport.Ws or SipTransport.Wss => $"sip:{user}@{Name}.invalid;transport=ws",
        _ => $"sip:{user}@{EndPoint};transport={Transport.ToString().ToLowerInvariant()}",
    };
    public bool IsRegistered { get; private set; }
    public SimConnection? Connection { get; private set; }
    public List<OutgoingCall> Calls { get; } = [];
    public List<IncomingCall> Legs { get; } = [];
    public IEnumerable<ClientTransaction> Clients => _clients.Values;
    public IEnumerable<ServerTransaction> Servers => _servers.Values;

    /// <summary>All tags of phones begin so, and no tag of the system does.</summary>
    public string NewTag() => $"ph{number}x{++_names}";

    public string NewBranch() => $"z9hG4bKph{number}x{++_names}";

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public void Send(ReadOnlyMemory<byte> bytes) => world.Network.Send(bytes, this);

    public ClientTransaction Begin(RequestText request, Action<SipMessage?> heard)
    {
        var transaction = new ClientTransaction(this, request, heard);
        _clients[$"{request.Branch}|{request.Method}"] = transaction;
        transaction.Start();
        return transaction;
    }

    public OutgoingCall Call(CallPlan plan)
    {
        var call = new OutgoingCall(this, plan);
        Calls.Add(call);
        call.Start();
        return call;
    }

    /// <summary>The stream to its relay, where it has one.</summary>
    public void Connect()
    {
        if (IsOnStream) Connection = world.Relays[number % world.Relays.Count].Connect(this);
    }

    public void ConnectionLost()
    {
        Connection = null;
        foreach (var call in Calls) call.ConnectionLost();
        foreach (var leg in Legs) leg.ConnectionLost();
        foreach (var client in _clients.Values.ToArray()) client.Broken();
        world.Events.After(world.Chance.Between(300, 3_000), () =>
        {
            Connect();
            Register();
            foreach (var call in Calls) call.ConnectionBack();
            foreach (var leg in Legs) leg.ConnectionBack();
        });
    }

    public void Register(string authorization = "")
    {
        if (IsForeign || ++_registers > MaxRegisters) return;
        var path = Traits.Path is null ? "" : $"Path: <{Traits.Path}>\r\nSupported: path\r\n";
        var request = new RequestText
        {
            Method = "REGISTER",
            Uri = $"sip:{SimWorld.Domain}",
            Branch = NewBranch(),
            From = Aor,
            FromTag = NewTag(),
            To = Aor,
            CallId = $"reg-{Name}",
            CSeq = ++_registerCSeq,
            Lines = $"{authorization}{path}Expires: 3600\r\n",
            AfterContact = (Traits.Q < 1 ? $";q={Traits.Q}" : "") + (Traits.Ghost is null ? "" : $", <{Traits.Ghost}>"),
        };
        Begin(request, r =>
        {
            if (r?.StatusCode < 200) return;
            IsRegistered |= r?.StatusCode == 200;
            if (r?.StatusCode == 200 || (IsStranger && _registers > 3)) return;
            var line = r is null ? null : Authorization.Line(r, request, user, Password);
            world.Events.After(TimeSpan.FromMilliseconds(line is null ? 500 : 1), () => Register(line ?? ""));
        });
    }

    public void Received(ReadOnlyMemory<byte> bytes)
    {
        if (!SipMessage.TryParse(bytes, out var message, out var error) || message!.TopVia is null)
        {
            world.Fail($"{Name} got what is no SIP: {error.Detail}");
            return;
        }
        if (!message.IsRequest)
        {
            var key = $"{Text(message.TopVia.Branch)}|{Text(message.MethodText)}";
            if (_clients.TryGetValue(key, out var client)) client.Received(message);
            else world.Fail($"{Name} got a response to nothing it asked: {key}");
        }
        else if (message.Method == SipMethod.Ack) Acknowledged(message);
        else Requested(message);
    }

    private void Acknowledged(SipMessage ack)
    {
        if (_servers.TryGetValue($"{Text(ack.TopVia!.Branch)}|INVITE", out var invite) && !invite.IsSuccess)
            invite.Acknowledged();
        else if (Leg(ack) is { } leg) leg.Acknowledged(ack.CSeq ?? 0);
        else CallOf(ack)?.Acknowledged(ack.CSeq ?? 0);
    }

    private void Requested(SipMessage request)
    {
        var branch = Text(request.TopVia!.Branch);
        var key = $"{branch}|{Text(request.MethodText)}";
        if (_servers.TryGetValue(key, out var known))
        {
            known.Repeat();
            return;
        }
        var server = _servers[key] = new ServerTransaction(this, request);
        if (request.Method == SipMethod.Cancel) Cancelled(server, _servers.GetValueOrDefault($"{branch}|INVITE"));
        else if (!request.ToTag.IsEmpty) InDialog(server);
        else if (request.Method == SipMethod.Invite)
            Legs.Add(new IncomingCall(this, server, world.PlanOf(Text(request.CallId))));
        else OutOfDialog(server);
    }

    private void InDialog(ServerTransaction server)
    {
        var request = server.Request;
        var (leg, call) = (Leg(request), CallOf(request));
        if (_subscriptions.Find(s => s.Is(request)) is { } subscription) subscription.Refreshed(server);
        else if (leg is null && call is null) server.Respond(481, NewTag());
        else if (request.Method == SipMethod.Bye) Bye(server);
        else if (request.Method == SipMethod.Invite && leg is not null) leg.Offered(server);
        else if (request.Method == SipMethod.Invite) call!.Offered(server);
        else if (Traits.SaysProgress)
        {
            server.Respond(183, "");
            world.Events.After(TimeSpan.FromMilliseconds(200), () => server.Respond(200, ""));
        }
        else
        {
            server.Respond(request.Method == SipMethod.Refer ? 202 : 200, "");
            if (request.Method != SipMethod.Refer) return;
            const string Over = "Event: refer\r\nSubscription-State: terminated\r\n";
            (leg?.Dialog ?? call?.DialogOf(Text(request.FromTag)))?.Send("NOTIFY", Over);
        }
    }

    private void OutOfDialog(ServerTransaction server)
    {
        var request = server.Request;
        var does = world.Plans.GetValueOrDefault(Text(request.CallId))?.Phones.GetValueOrDefault(number);
        if (does is { Status: 0 }) return;
        if (does is { Status: >= 300 }) world.Events.After(does.After, () => server.Respond(does.Status, NewTag()));
        else if (request.Method is SipMethod.Subscribe or SipMethod.Refer)
            _subscriptions.Add(new Subscription(this, server));
        else server.Respond(200, NewTag());
    }

    private void Cancelled(ServerTransaction cancel, ServerTransaction? invite)
    {
        var leg = Legs.Find(l => invite is not null && l.Is(invite));
        cancel.Respond(leg is null ? 481 : 200, leg?.Tag ?? NewTag());
        leg?.Cancelled();
    }

    private void Bye(ServerTransaction bye)
    {
        var request = bye.Request;
        if (Leg(request) is { Does.ByeStatus: not 200 and var status })
        {
            bye.Respond(status, "");
            return;
        }
        if (Leg(request) is { } leg) leg.TakeBye();
        else if (!Calls.Any(c => c.TakeBye(Text(request.ToTag), Text(request.FromTag))))
        {
            bye.Respond(481, NewTag());
            return;
        }
        bye.Respond(200, "");
    }

    private IncomingCall? Leg(SipMessage request)
    {
        var (callId, tag) = (Text(request.CallId), Text(request.ToTag));
        return Legs.Find(l => l.CallId == callId && l.Tag == tag);
    }

    private OutgoingCall? CallOf(SipMessage request)
    {
        var (callId, tag) = (Text(request.CallId), Text(request.ToTag));
        return Calls.Find(c => c.Plan.CallId == callId && c.FromTag == tag);
    }
}
