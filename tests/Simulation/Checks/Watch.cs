using System.Net;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Checks;

/// <summary>The invariants that hold after every step.</summary>
internal sealed class Watch(SimWorld world)
{
    private const int MostWaiting = 400;
    private const int MostRemembered = 400;
    private readonly Finals _finals = new(world);
    private readonly Origins _origins = new(world);
    private readonly SavedEffects _effects = new(world);
    private readonly HashSet<InputId> _fromStrangers = [];
    private readonly HashSet<ActorKey> _actors = [];

    public Replay Replay { get; } = new();
    public SeenRecords Records { get; } = new();
    public Coverage Coverage { get; } = new();

    public CancelCases CancelCases { get; } = new(world);

    /// <summary>Anything but a relay sends.</summary>
    public void NodeSends(SipMessage message)
    {
        _origins.NodeSends(message);
        if (message.IsRequest) CancelCases.NodeSends(message);
        else _finals.NodeSends(message);
    }

    public void RelaySends(ReadOnlyMemory<byte> bytes, IPEndPoint to)
    {
        if (!SipMessage.TryParse(bytes, out var message, out var error))
        {
            world.Fail($"a relay sends what is no SIP: {error.Detail}");
            return;
        }
        Coverage.Sent(message!);
        if (message!.IsRequest) _origins.RelaySends(message);
        else _finals.RelaySends(message, to);
    }

    /// <summary>An envelope goes to the bus.</summary>
    public void Sent(Envelope envelope)
    {
        var from = envelope.Flow?.Remote;
        if (from is not null && world.Phones.Exists(p => p.IsStranger && p.EndPoint.Equals(from)))
            _fromStrangers.Add(envelope.Id);
    }

    public void Commanded(RelayCommand command) => _effects.Commanded(command);

    public void Saved(ActorDocument document, SimEngine engine)
    {
        _actors.Add(document.Key);
        _effects.Saved(document);
        Records.Saved(document);
        if (Bounds.Broken(document, world.Settings.Limits) is { } broken) world.Fail($"{document.Key}: {broken}");
        if (document.Decided.IsEmpty) return;
        var input = document.Decided[^1].Id;
        if (_fromStrangers.Contains(input)) world.Fail($"a stranger's message changes {document.Key}");
        if (engine.Journal.Of(document.Key, input) is not { } decided) return;
        Replay.Saved(decided, document);
        Coverage.Decided(decided);
    }

    public void Deleted(ActorKey key) => Replay.Deleted(key);

    public void AfterStep()
    {
        world.CheckThread();
        if (world.Bus.Waiting > MostWaiting) world.Fail($"{world.Bus.Waiting} inputs wait");
        foreach (var relay in world.Relays)
        {
            var (servers, clients, successes) = relay.Remembered;
            if (servers + clients + successes > MostRemembered) world.Fail($"{relay.Id} remembers {servers + clients}");
        }
    }

    /// <summary>Whether an effect without a saved document was decided as a stateless answer.</summary>
    public bool IsStateless(RelayCommand command)
    {
        foreach (var engine in world.Engines)
            if (engine.Journal.IsStateless(command.Actor, command.Id)) return true;
        return false;
    }
}
