using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.World;

/// <summary>
/// What turns do not wait for: names are resolved after a while, and whoever dies meanwhile takes the question along.
/// </summary>
internal sealed class SimWork(SimWorld world) : IWork
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);
    private int _life;

    public ValueTask<BusResult> Start(WorkItem item)
    {
        switch (item.Effect)
        {
            case ResolveDns question:
                Later(item, world.Names.Delay(question.Host), () => Resolve(question));
                return new(BusResult.Sent);
            default:
                world.Fail($"nobody here does {item.Effect}");
                return new(BusResult.Fatal);
        }
    }

    /// <summary>The process dies, and with it what it was about to answer.</summary>
    public void Forget() => _life++;

    private DnsAnswer Resolve(ResolveDns question)
    {
        var found = world.Names.Find(question.Host);
        return new DnsAnswer(question.Tag, [.. found.Select(a => new IPEndPoint(a, question.Port))]);
    }

    private void Later(WorkItem item, TimeSpan delay, Func<object> work)
    {
        var life = _life;
        world.Events.After(delay, () =>
        {
            if (life == _life) Answer(item, work(), life);
        });
    }

    private void Answer(WorkItem item, object payload, int life)
    {
        var envelope = new Envelope
        {
            Id = item.Id,
            Actor = item.Actor,
            Kind = EnvelopeKind.Answer,
            Payload = payload,
            At = world.TrueNow,
        };
        if (world.Bus.Send(envelope).Result == BusResult.Sent || life != _life) return;
        world.Events.After(RetryAfter, () => Answer(item, payload, life));
    }
}
