using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Tests.Registrar;

namespace ServerlessSip.Engine.Tests.Queues;

/// <summary>Locations tell queues of the members who are logged in by registering.</summary>
public sealed class RegisteringTests
{
    [Fact]
    public void A_registration_its_refresh_and_its_end_are_told()
    {
        var world = World(byRegistering: true);

        world.Register("Contact: <sip:alice@198.51.100.7>", "Expires: 60");
        Assert.Equal(RegistrarWorld.Start.AddSeconds(60), Told(world).Until);
        world.Now += TimeSpan.FromSeconds(30);
        world.Register("Contact: <sip:alice@198.51.100.7>", "Expires: 60");
        Assert.Equal(RegistrarWorld.Start.AddSeconds(90), Told(world).Until);
        world.Register("Contact: *", "Expires: 0");

        var last = Told(world);
        Assert.Equal(("sales", "alice@example.com", null), (last.Queue, last.Agent, last.Until));
    }

    [Fact]
    public void Of_several_phones_the_last_to_expire_counts()
    {
        var world = World(byRegistering: true);
        world.Register("Contact: <sip:alice@198.51.100.7>", "Expires: 600");

        world.Register("Contact: <sip:alice@198.51.100.8>", "Expires: 60");

        Assert.Empty(world.Effects.OfType<Tell>());
    }

    [Fact]
    public void A_registration_that_expires_is_told()
    {
        var world = World(byRegistering: true);
        world.Register("Contact: <sip:alice@198.51.100.7>", "Expires: 60");
        world.Now += TimeSpan.FromSeconds(60);

        world.Feed(new TimerFired());

        Assert.Null(Told(world).Until);
    }

    [Fact]
    public void A_queue_whose_agents_log_in_by_command_is_told_nothing()
    {
        var world = World(byRegistering: false);

        world.Register("Contact: <sip:alice@198.51.100.7>", "Expires: 60");

        Assert.Empty(world.Effects.OfType<Tell>());
    }

    private static RegistrarWorld World(bool byRegistering)
    {
        var member = new QueueMember("alice", ImmutableSortedDictionary<string, int>.Empty);
        var options = new QueueOptions { Name = "sales", Members = [member], LoginByRegistering = byRegistering };
        var world = new RegistrarWorld();
        world.Settings = world.Settings with { Queues = new QueueSettings([options]) };
        return world;
    }

    private static AgentReachable Told(RegistrarWorld world)
    {
        var tell = Assert.Single(world.Effects.OfType<Tell>());
        Assert.Equal(QueueName.Key("sales"), tell.To);
        return Assert.IsType<AgentReachable>(tell.Body);
    }
}
