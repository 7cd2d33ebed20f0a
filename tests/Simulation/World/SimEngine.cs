using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Checks;

namespace ServerlessSip.Simulation.World;

/// <summary>One engine: the real runtime and actors over the shared store and bus.</summary>
internal sealed class SimEngine : IUserDirectory, IPush
{
    private readonly SimWorld _world;
    private readonly RuntimeParts _parts;
    private readonly SimWork _work;

    public SimEngine(SimWorld world)
    {
        _world = world;
        Journal = new DecisionJournal();
        _work = new SimWork(world);
        _parts = new RuntimeParts
        {
            Store = new SimStore(world, this),
            Bus = world.Bus,
            Push = this,
            Users = this,
            Work = _work,
            Routes = world.Options.Route is { } route ? new SimRoutes(world, route) : null,
            Actors =
            [
                new JournaledActor(world.Plant(new CallActor()), Journal),
                new JournaledActor(new LocationActor(), Journal),
            ],
            Settings = world.Settings,
            Clock = world.NewClock(),
            Hooks = new RuntimeHooks { AfterSave = MayDie },
        };
        Runtime = new ActorRuntime(_parts);
    }

    public ActorRuntime Runtime { get; private set; }

    public DecisionJournal Journal { get; }

    /// <summary>What the process knew is lost; what is saved is not.</summary>
    public void Restart()
    {
        _work.Forget();
        Runtime = new ActorRuntime(_parts);
    }

    public void Sweep() => _ = new Sweep(_parts, Runtime).Once();

    public ValueTask<UserCredentials?> Find(string user) => new(
        _world.Users.Contains(user)
            ? UserCredentials.OneWay(user, SimWorld.Domain, SimWorld.Password(user)) : null);

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default) => default;

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        new(new PushEndpoint("", null));

    public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default) =>
        new(false);

    private void MayDie(ActorKey key)
    {
        if (_world.Saves++ == _world.DieAfterSave || _world.Chance.Hits(Fault.Crash)) throw new CrashException();
    }
}
