using System.Net;
using System.Text;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A small phone as RFC 3261 wants it, over UDP.</summary>
internal sealed class SimPhone(SimWorld world, int number, string user)
{
    private const int MaxRegisters = 40;
    private readonly Dictionary<string, ClientTransaction> _clients = [];
    private readonly Dictionary<string, ServerTransaction> _servers = [];
    private int _names;
    private uint _registerCSeq;
    private int _registers;

    public SimWorld World => world;
    public int Number => number;
    public string User => user;
    public string Name => $"{user}{number}";
    public string Password { get; init; } = SimWorld.Password(user);
    public bool IsStranger { get; init; }
    public string Aor => $"sip:{user}@{SimWorld.Domain}";
    public string Contact => $"sip:{user}@{EndPoint}";
    public double Q { get; init; } = 1;
    public IPEndPoint EndPoint { get; } = new(new IPAddress([192, 168, 0, (byte)number]), 5060);
    public bool IsRegistered { get; private set; }
    public List<OutgoingCall> Calls { get; } = [];
    public List<IncomingCall> Legs { get; } = [];
    public Dictionary<string, CallPlan> Plans { get; init; } = [];
    public IEnumerable<ClientTransaction> Clients => _clients.Values;

    /// <summary>All tags of phones begin so, and no tag of the system does.</summary>
    public string NewTag() => $"ph{number}x{++_names}";

    public string NewBranch() => $"z9hG4bKph{number}x{++_names}";

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public void Send(ReadOnlyMemory<byte> bytes) => world.Network.ToRelays(bytes, this);

    public ClientTransaction Begin(RequestText request, Action<SipMessage?> heard)
    {
        var transaction = new ClientTransaction(this, request, heard);
        _clients[$"{request.Branch}|{request.Method}"] = transaction;
        transaction.Start();
        return transaction;
    }

    public void Call(CallPlan plan)
    {
        var call = new OutgoingCall(this, plan);
        Calls.Add(call);
        call.Start();
    }

    public void Register(string authorization = "")
    {
        if (++_registers > MaxRegisters) return;
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
            Lines = $"{authorization}Expires: 3600\r\n",
            ContactParameters = Q < 1 ? $";q={Q}" : "",
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
        else Leg(ack)?.Acknowledged(ack.CSeq ?? 0);
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
        switch (request.Method)
        {
            case SipMethod.Cancel:
                Cancelled(server, _servers.GetValueOrDefault($"{branch}|INVITE"));
                break;
            case SipMethod.Invite when request.ToTag.IsEmpty:
                Legs.Add(new IncomingCall(this, server, Plans.GetValueOrDefault(Text(request.CallId))));
                break;
            case SipMethod.Invite when Leg(request) is { } leg:
                leg.Offered(server);
                break;
            case SipMethod.Bye:
                Bye(server);
                break;
            default:
                server.Respond(request.ToTag.IsEmpty ? 200 : 481, NewTag());
                break;
        }
    }

    private void Cancelled(ServerTransaction cancel, ServerTransaction? invite)
    {
        var leg = Legs.Find(l => invite is not null && l.CallId == Text(invite.Request.CallId)
            && l.RemoteTag == Text(invite.Request.FromTag) && l.Is(invite));
        cancel.Respond(leg is null ? 481 : 200, leg?.Tag ?? NewTag());
        leg?.Cancelled();
    }

    private void Bye(ServerTransaction bye)
    {
        var request = bye.Request;
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
}
