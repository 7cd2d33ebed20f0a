using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>What phones are like and what they do, drawn from the seed.</summary>
internal sealed class Casting(SimWorld world)
{
    private static readonly int[] Refusals = [486, 480, 603, 404, 503, 415, 484, 500, 600, 410, 488];
    private static readonly SipTransport[] Streams =
        [SipTransport.Tcp, SipTransport.Tls, SipTransport.Ws, SipTransport.Wss];
    private static readonly string[] Methods = ["MESSAGE", "MESSAGE", "OPTIONS", "SUBSCRIBE", "REFER", "INFO", "FROB"];
    private static readonly string[] InDialogMethods =
        ["INFO", "UPDATE", "REFER", "MESSAGE", "INVITE", "OPTIONS", UaDialog.Move, UaDialog.Stray, UaDialog.LastHop];
    private static readonly string[] Ghosts =
    [
        "203.0.113.9", "[2001:db8::dead]", "gone.phones.test", "dead.phones.test", "odd.phones.test", "224.0.0.9",
        "203.0.113.9;transport=sctp", "203.0.113.9;transport=tcp", "203.0.113.9;transport=tls",
        "dead.phones.test;transport=ws", "dead.phones.test;transport=wss", "dead.phones.test;transport=udp",
        "[ff02::1]", "[2001:db8::dead];transport=tcp",
    ];
    private readonly Chance _chance = world.Chance;

    public PhoneTraits Traits(string user)
    {
        var traits = new PhoneTraits
        {
            Q = _chance.OneIn(2) ? 1 : 0.5,
            RoutesStrictly = _chance.OneIn(10),
            ForgetsRoutes = _chance.OneIn(12),
            IsBehindAlg = _chance.OneIn(8),
            IsTerse = _chance.OneIn(6),
            Ghost = _chance.OneIn(8) ? Ghost(user) : null,
        };
        return _chance.Next(12) switch
        {
            0 or 1 or 2 => traits with { Transport = Streams[_chance.Next(Streams.Length)] },
            3 => traits with { IPv6 = true },
            4 or 5 => traits with { Host = $"{user}{_chance.Next(1_000)}.phones.test" },
            6 => traits with { Path = $"sip:{Neighbour.At};lr" },
            7 => traits with { Path = $"sip:{Neighbour.Host};lr" },
            _ => traits,
        };
    }

    public string Method() => Methods[_chance.Next(Methods.Length)];

    /// <summary>A few requests, or as many at a time as no dialog should have.</summary>
    public string[] InDialog()
    {
        var count = 1 + _chance.Next(4);
        return [.. Enumerable.Range(0, count).Select(_ => InDialogMethods[_chance.Next(InDialogMethods.Length)])];
    }

    public string Lines() => _chance.Next(40) switch
    {
        < 4 => "Max-Breadth: 1\r\n",
        4 => "Max-Breadth: many\r\n",
        5 => "Max-Breadth: 0\r\n",
        6 => "Max-Breadth: 2x\r\n",
        _ => "",
    };

    public Behaviour Behaviour(Mood mood, TimeSpan together)
    {
        var after = mood == Mood.AllAnswerTogether ? together + _chance.Between(0, 5) : _chance.Between(50, 9_000);
        var ring = _chance.OneIn(6) ? (TimeSpan?)null : _chance.Between(1, 600);
        var status = mood switch
        {
            Mood.AllAnswerTogether or Mood.AllAnswer => 200,
            Mood.AllRefuse => Refusal(),
            Mood.AllRing => 0,
            Mood.AllChallenge => _chance.OneIn(2) ? 401 : 407,
            Mood.AllRedirect => 302,
            _ => _chance.OneIn(2) ? 200 : Refusal(),
        };
        // Who neither rings nor answers is no phone: a proxy cannot know that it is there.
        if (status == 0) ring ??= _chance.Between(1, 600);
        // Who wants to know who calls asks before it rings.
        if (status is 401 or 407) ring = null;
        var ignores = _chance.OneIn(12);
        if (ignores && _chance.OneIn(2)) after = _chance.Between(33_000, 42_000);
        return new Behaviour(ring, status, after)
        {
            Lines = LinesOf(status),
            IsReliable = _chance.OneIn(5),
            IgnoresCancel = ignores && status != 0,
        };
    }

    private int Refusal() => Refusals[_chance.Next(Refusals.Length)];

    private string Ghost(string user)
    {
        var host = Ghosts[_chance.Next(Ghosts.Length)];
        return $"{(_chance.OneIn(10) ? "sips" : "sip")}:{user}@{host}";
    }

    private string LinesOf(int status) => status switch
    {
        401 => $"WWW-Authenticate: Digest realm=\"theirs\", nonce=\"n{_chance.Next(100)}\"\r\n",
        407 => $"Proxy-Authenticate: Digest realm=\"next\", nonce=\"n{_chance.Next(100)}\"\r\n",
        302 => _chance.Next(5) switch
        {
            0 => "Contact: <sip:carol@sip.test>, <sip:dave@sip.test>\r\n",
            1 => "Contact: <sip:carol@sip.test>, <sip:carol@elsewhere.test>\r\n",
            2 => "Contact: <sip:carol@elsewhere.test>\r\n",
            3 => "",
            _ => "Contact: <sip:carol@sip.test>\r\n",
        },
        _ => "",
    };
}
