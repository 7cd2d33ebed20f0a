using System.Globalization;
using System.Net;
using System.Text;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.RouteTesting;

/// <summary>What a relay is to the engine, and the phones on its other side.</summary>
internal sealed class Network
{
    private const string Relay = "relay";
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(32);
    private static readonly TimeSpan s_answerBy = TimeSpan.FromSeconds(10);
    private readonly World _world;
    private readonly Dictionary<IPAddress, string> _phones = [];
    private readonly HashSet<IPAddress> _callers = [];
    private readonly HashSet<string> _heard = [];
    private ulong _datagrams;

    public Network(World world)
    {
        _world = world;
        world.Relay = Perform;
    }

    /// <summary>Everything that phones and other servers were sent, oldest first.</summary>
    public List<TestLeg> Legs { get; } = [];

    /// <summary>Who waits for responses, by Call-ID.</summary>
    public Dictionary<string, Action<SipMessage>> Callers { get; } = [];

    /// <summary>Whose phones say nothing by themselves.</summary>
    public required IReadOnlySet<string> Silent { get; init; }

    public TimeProvider Clock => _world.Clock;

    /// <summary>A phone that only calls.</summary>
    public IPAddress AddCaller(string owner)
    {
        var address = AddPhone(owner);
        _callers.Add(address);
        return address;
    }

    /// <summary>A new phone of a user.</summary>
    public IPAddress AddPhone(string owner)
    {
        var address = new IPAddress([10, 100, (byte)(_phones.Count >> 8), (byte)(_phones.Count + 1)]);
        _phones[address] = owner;
        return address;
    }

    public void Settle() => _world.Settle();

    /// <summary>What a phone sends.</summary>
    public void Receive(IPAddress from, string text) => Receive(from, Encoding.UTF8.GetBytes(text));

    public void Receive(IPAddress from, byte[] bytes)
    {
        if (!SipHead.TryScan(bytes, out var head, out var error))
            throw new SipTestException($"a message of the test: {error}: {Encoding.UTF8.GetString(bytes)}");
        if (!head.IsRequest) Heard(head);
        var found = ActorAddressing.Find(head, _world.Settings.Domains, _world.Settings.Keys);
        if (found.Kind == 0) return;
        var opens = head.IsRequest && head.Method is not (SipMethod.Ack or SipMethod.Bye or SipMethod.Cancel);
        Send(EnvelopeKind.Sip, new ActorKey((ActorKind)found.Kind, found.Hash), bytes, from, opens);
    }

    private void Send(EnvelopeKind kind, ActorKey actor, byte[] bytes, IPAddress from, bool opens)
    {
        var now = Clock.GetUtcNow();
        _ = _world.Send(new Envelope
        {
            Id = InputId.FromRelay(1, ++_datagrams),
            Actor = actor,
            Kind = kind,
            Bytes = bytes,
            Flow = new Flow
            {
                Relay = Relay, Transport = SipTransport.Udp, Listener = 0, Remote = new IPEndPoint(from, 5060),
            },
            At = now,
            AnswerBy = opens ? now + s_answerBy : null,
        });
    }

    private void Heard(in SipHead head)
    {
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        _heard.Add(Encoding.UTF8.GetString(key[..TransactionKey.WriteClient(head, key)]));
    }

    private void Perform(RelayCommand command)
    {
        if (command.Kind is not (RelayCommandKind.SendRequest or RelayCommandKind.SendResponse)) return;
        if (!SipMessage.TryParse(command.Bytes, out var message, out var error))
            throw new SipTestException($"the engine sent a malformed message: {error}");
        if (!message!.IsRequest)
        {
            if (Callers.TryGetValue(Encoding.UTF8.GetString(message.CallId), out var caller)) caller(message);
            return;
        }
        var to = (command.Flow?.Remote ?? command.Address)!.Address;
        if (Callers.TryGetValue(Encoding.UTF8.GetString(message.CallId), out var within) && _callers.Contains(to))
        {
            within(message);
            return;
        }
        if (command.Retransmission is Retransmission.InviteClient or Retransmission.NonInviteClient)
            Clock.CreateTimer(_ => GiveUp(command, to), null, s_giveUp, Timeout.InfiniteTimeSpan);
        var leg = new TestLeg(this, Owner(to, message), to, message);
        if (leg.IsOfAnother(Legs)) return;
        Legs.Add(leg);
        // Without a provisional response no CANCEL may go there (RFC 3261 §9.1): phones give one at once.
        if (leg.Method == "INVITE" && !Silent.Contains(leg.Who)) leg.Tries();
    }

    /// <summary>Timers B and F: nothing was heard of it.</summary>
    private void GiveUp(RelayCommand command, IPAddress to)
    {
        if (!SipHead.TryScan(command.Bytes.Span, out var head, out _)) return;
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        var name = Encoding.UTF8.GetString(key[..TransactionKey.WriteClient(head, key)]);
        if (_heard.Contains(name)) return;
        var text = string.Create(CultureInfo.InvariantCulture, $"1|{name}");
        Send(EnvelopeKind.Timeout, command.Actor, Encoding.UTF8.GetBytes(text), to, opens: false);
    }

    /// <summary>The user of a phone; else who is asked for, at the host that was looked up.</summary>
    private string Owner(IPAddress address, SipMessage request)
    {
        if (_phones.TryGetValue(address, out var owner)) return owner;
        var uri = request.RequestUri!;
        var host = _world.Names.TryGetValue(address, out var name) ? name : uri.HostText;
        return uri.User.IsEmpty ? host : $"{uri.UnescapedUser}@{host}";
    }
}
