using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Queues;

/// <summary>One engine: the real runtime and actors; its user code puts every caller into the queue.</summary>
internal sealed class QueueEngine : IUserDirectory, IWork, IPush, IRouteRunner
{
    private readonly QueueWorld _world;
    private readonly RuntimeParts _parts;

    public QueueEngine(QueueWorld world)
    {
        _world = world;
        _parts = new RuntimeParts
        {
            Store = new QueueStore(world),
            Bus = world.Bus,
            Push = this,
            Users = this,
            Work = this,
            Routes = this,
            Actors = [new CallActor(), new LocationActor(), world.Faults.Queue],
            Settings = world.Settings,
            Clock = world.NewClock(),
            Hooks = new RuntimeHooks { AfterSave = MayDie },
        };
        Runtime = new ActorRuntime(_parts);
    }

    public ActorRuntime Runtime { get; private set; }

    /// <summary>What the process knew is lost; what is saved is not.</summary>
    public void Restart() => Runtime = new ActorRuntime(_parts);

    public void Sweep() => _ = new Sweep(_parts, Runtime).Once();

    public ValueTask<BusResult> Run(ActorKey actor, InputId id, RouteQuestion question) =>
        _world.Bus.Send(new Envelope
        {
            Id = id,
            Actor = actor,
            Kind = EnvelopeKind.Answer,
            Payload = new RouteAnswer(
                question.Tag, Route.Queue(_world.Options.Name), RouteFailure.None, question.Rule, question.Source),
            At = _world.Now,
        });

    public void Stop(ActorKey actor, string tag)
    {
    }

    public void Tell(ActorKey actor, TellRoutes notice)
    {
    }

    public ValueTask<UserCredentials?> Find(string user) => new((UserCredentials?)null);

    public ValueTask<BusResult> Start(WorkItem item)
    {
        _world.Fail($"nothing here has a name to resolve: {item.Effect}");
        return new(BusResult.Fatal);
    }

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default) => default;

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        new(new PushEndpoint("", null));

    public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default) =>
        new(false);

    private void MayDie(ActorKey key)
    {
        if (_world.Saves++ == _world.Faults.DieAfterSave || _world.Chance.Hits(Fault.Crash)) throw new CrashException();
    }
}
