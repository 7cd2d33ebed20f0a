using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Engine.Tests.Trunks;

/// <summary>One trunk actor: inputs in, OPTIONS and events out.</summary>
internal sealed class TrunkBench
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TrunkActor _actor = new();
    private readonly CallBench _settings;
    private ulong _inputs;

    public TrunkBench(Func<TrunkOptions, TrunkOptions>? change = null)
    {
        var options = new TrunkOptions
        {
            Name = "main",
            Targets = ["sip:192.0.2.1", "sip:192.0.2.2:5070;transport=tcp"],
            Relay = "r1",
        };
        Options = change?.Invoke(options) ?? options;
        _settings = new CallBench();
    }

    public TrunkOptions Options { get; set; }
    public DateTimeOffset Now { get; set; } = Start;
    public TrunkState? State { get; set; }
    public Decision Last { get; private set; }

    public EngineSettings Settings => _settings.Settings with { Trunks = new TrunkSettings([Options]) };

    public IReadOnlyList<Sent> Sent => [.. Last.Effects.OfType<SendSip>().Select(s => new Sent(s))];

    public IReadOnlyList<string> Asked => [.. Sent.Select(s => s.Uri)];

    public IReadOnlyList<(string State, string Target, string Reason)> Told =>
        [.. Last.Effects.OfType<Push>().Select(p =>
            (p.Event.Data["state"], p.Event.Data["target"], p.Event.Data["reason"]))];

    public TrunkBench Give(ActorEvent input)
    {
        var env = new Env(Now, TrunkName.Key("main"), new InputId(++_inputs), Settings);
        Last = _actor.Decide(State, input, env);
        State = (TrunkState?)Last.Next;
        return this;
    }

    public TrunkBench After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return Give(new TimerFired());
    }

    /// <summary>An answer, which must find this very actor.</summary>
    public TrunkBench Answer(Sent options, int status)
    {
        var text = System.Text.Encoding.Latin1.GetBytes(options.Reply(status, "gw"));
        Assert.True(SipMessage.TryParse(text, out var message, out _));
        Assert.True(SipHead.TryScan(text, out var head, out _));
        var found = ActorAddressing.Find(head, Settings.Domains, Settings.Keys);
        Assert.Equal(TrunkName.Key("main"), new ActorKey((ActorKind)found.Kind, found.Hash));
        var flow = CallBench.UdpFlow(5060, "192.0.2.1");
        return Give(new SipReceived(message!, flow, null));
    }

    public TrunkTarget Target(int index) => State!.Targets[index];
}
