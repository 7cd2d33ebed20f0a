using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Simulation.Runs;

/// <summary>A world with the phones, neighbours and calls that a test puts into it.</summary>
internal sealed class Scene
{
    public Scene(int seed = 7, Profile? profile = null, WorldOptions? options = null)
        : this(new SimWorld(seed, profile ?? Profile.Calm, Failing.Applied(options)))
    {
        Failing.Made(World);
    }

    public Scene(SimWorld world)
    {
        World = world;
        world.Network.Join(new Neighbour(world));
        world.Names.Add(Neighbour.Host, Neighbour.At.Address);
    }

    public SimWorld World { get; }

    /// <summary>A phone that registers within the first 800 ms, the first of a scene as number 1.</summary>
    public SimPhone Phone(string user, PhoneTraits? traits = null)
    {
        var phone = new SimPhone(World, World.Phones.Count + 1, user) { Traits = traits ?? PhoneTraits.Plain };
        World.Join(phone);
        if (phone.Traits.Host is { } host) World.Names.Add(host, phone.EndPoint.Address);
        if (!phone.IsForeign) World.Events.After(World.Chance.Between(0, 800), () => phone.Register());
        return phone;
    }

    public void Call(CallPlan plan)
    {
        World.Plans[plan.CallId] = plan;
        World.Events.After(plan.At, () => plan.Caller.Call(plan));
    }

    /// <summary>A write over HTTP; offered again until the bus takes it.</summary>
    public void Command(TimeSpan at, string callId, CommandReceived command)
    {
        var key = new ActorKey(ActorKind.Call, ActorAddressing.CallHash(SimPhone.Bytes(callId)));
        var envelope = new Envelope
        {
            Id = InputId.FromRelay(World.NewNonce(), 1),
            Actor = key,
            Kind = EnvelopeKind.Command,
            Payload = command,
            At = World.TrueNow,
        };
        At(at, Offer);

        void Offer()
        {
            if (World.Bus.Send(envelope).Result != BusResult.Sent) World.Events.After(Again, Offer);
        }
    }

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    public void At(TimeSpan at, Action what) => World.Events.After(at, what);

    /// <summary>All of it, with the invariants after each step and those of the end.</summary>
    public SimWorld Run()
    {
        SeedRun.Finish(World);
        return World;
    }
}
