using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Tests.Registrar;

public sealed class LocationTimeTests
{
    private const string Contact = "Contact: <sip:alice@198.51.100.7:5066>";
    private const string Other = "Contact: <sip:alice@198.51.100.8>";

    private readonly RegistrarWorld _world = new();

    private DateTimeOffset[] Timers => [.. _world.Effects.OfType<Schedule>().Select(s => s.At)];

    private void Remove(string? contact = null)
    {
        var arguments = ImmutableDictionary<string, string>.Empty;
        if (contact is not null) arguments = arguments.Add("contact", contact);
        _world.Feed(new CommandReceived("remove-bindings", arguments));
    }

    [Fact]
    public void A_new_binding_is_told_with_its_particulars()
    {
        _world.Register(Contact, "Expires: 600");
        var told = Assert.Single(_world.Events);
        Assert.Equal(("registered", "users/alice", 1L, _world.Now), (told.Type, told.Resource, told.Version, told.At));
        var expected = new SortedDictionary<string, string>
        {
            ["aor"] = "alice@example.com",
            ["contact"] = "sip:alice@198.51.100.7:5066",
            ["contacts"] = "1",
            ["expiresSeconds"] = "600",
            ["transport"] = "udp",
            ["user"] = "alice",
        };
        Assert.Equal(expected, new SortedDictionary<string, string>(told.Data.ToDictionary()));
        Assert.Equal(told, Assert.Single(_world.State!.Events));
    }

    [Fact]
    public void A_refresh_is_no_news_and_each_further_contact_is()
    {
        _world.Register(Contact);
        _world.Register(Contact);
        Assert.Empty(_world.Events);
        _world.Register(Contact, Other);
        Assert.Equal(("registered", 2L), (_world.Events.Single().Type, _world.Events.Single().Version));
    }

    [Fact]
    public void Each_binding_that_is_removed_is_told_with_the_number_that_is_left()
    {
        _world.Register(Contact, Other);
        _world.Register("Contact: *", "Expires: 0");
        Assert.Equal(["unregistered", "unregistered"], _world.Events.Select(e => e.Type));
        Assert.Equal([3L, 4L], _world.Events.Select(e => e.Version));
        Assert.Equal(["1", "0"], _world.Events.Select(e => e.Data["contacts"]));
        Assert.All(_world.Events, e => Assert.Equal("removed", e.Data["reason"]));
    }

    [Fact]
    public void A_timer_is_asked_for_when_an_earlier_deadline_comes_and_only_then()
    {
        _world.Register(Contact + ";expires=600");
        Assert.Equal([_world.Now.AddSeconds(600)], Timers);
        _world.Register(Contact + ";expires=900");
        Assert.Empty(Timers);
        _world.Register(Other + ";expires=60");
        Assert.Equal([_world.Now.AddSeconds(60)], Timers);
        Assert.Equal(_world.Now.AddSeconds(60), _world.State!.DueAt);
    }

    [Fact]
    public void A_binding_expires_when_its_timer_fires_and_the_next_timer_is_asked_for()
    {
        _world.Register(Contact + ";expires=60", Other + ";expires=600");
        _world.Pass(TimeSpan.FromSeconds(60));
        _world.Feed(new TimerFired());
        Assert.Equal(["sip:alice@198.51.100.8"], _world.Contacts);
        Assert.Equal(("unregistered", "expired"), (_world.Events.Single().Type, _world.Events.Single().Data["reason"]));
        Assert.Equal([RegistrarWorld.Start.AddSeconds(600)], Timers);
    }

    [Theory]
    [InlineData(59_000, true)]
    [InlineData(58_999, false)]
    public void A_timer_that_is_up_to_a_second_early_counts(int milliseconds, bool expires)
    {
        _world.Register(Contact + ";expires=60");
        _world.Pass(TimeSpan.FromMilliseconds(milliseconds));
        _world.Feed(new TimerFired());
        Assert.Equal(expires, _world.State!.Bindings.IsEmpty);
    }

    [Theory]
    [InlineData(57_999, false)]
    [InlineData(58_000, true)]
    public void A_timer_that_is_up_to_two_seconds_early_is_asked_for_again(int milliseconds, bool again)
    {
        _world.Register(Contact + ";expires=60");
        var before = _world.State;
        _world.Pass(TimeSpan.FromMilliseconds(milliseconds));
        _world.Feed(new TimerFired());
        Assert.Equal(again ? [RegistrarWorld.Start.AddSeconds(62)] : [], Timers);
        if (!again) Assert.Same(before, _world.State);
    }

    [Fact]
    public void A_timer_of_a_binding_that_was_refreshed_asks_for_the_next_one()
    {
        _world.Register(Contact + ";expires=60");
        _world.Pass(TimeSpan.FromSeconds(30));
        _world.Register(Contact + ";expires=60");
        Assert.Empty(Timers);
        _world.Pass(TimeSpan.FromSeconds(30));
        _world.Feed(new TimerFired());
        Assert.Single(_world.State!.Bindings);
        Assert.Equal([RegistrarWorld.Start.AddSeconds(90)], Timers);
    }

    [Fact]
    public void A_REGISTER_that_overtakes_the_timer_finds_the_expired_gone()
    {
        _world.Register(Contact + ";expires=60");
        _world.Pass(TimeSpan.FromSeconds(60));
        _world.Register(Contact + ";expires=60");
        Assert.Equal(["unregistered", "registered"], _world.Events.Select(e => e.Type));
    }

    [Fact]
    public void An_empty_document_is_forgotten_after_the_life_of_a_tombstone()
    {
        _world.Register(Contact + ";expires=60");
        _world.Pass(TimeSpan.FromSeconds(60));
        _world.Feed(new TimerFired());
        var end = _world.Now + EngineLimits.Default.TombstoneLife;
        Assert.Equal([end], Timers);
        Assert.Equal((end, 2L, "offline"), (_world.State!.DueAt, _world.State.EventVersion, _world.State.Status));
        _world.Pass(EngineLimits.Default.TombstoneLife - TimeSpan.FromSeconds(2));
        _world.Feed(new TimerFired());
        Assert.NotNull(_world.State);
        _world.Pass(TimeSpan.FromSeconds(2));
        _world.Feed(new TimerFired());
        Assert.Null(_world.State);
        Assert.Empty(_world.Effects);
    }

    [Fact]
    public void Who_comes_back_before_that_goes_on_with_the_versions()
    {
        _world.Register(Contact);
        _world.Register(Contact + ";expires=0");
        _world.Register(Contact);
        Assert.Equal(3L, _world.Events.Single().Version);
        Assert.Null(_world.State!.ForgetAt);
    }

    [Fact]
    public void A_document_keeps_its_32_newest_events()
    {
        for (var i = 0; i < 17; i++)
        {
            _world.Register(Contact);
            _world.Register(Contact + ";expires=0");
            _world.Pass(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(ActorState.MaxEvents, _world.State!.Events.Length);
        Assert.Equal((3L, 34L), (_world.State.Events[0].Version, _world.State.Events[^1].Version));
    }

    [Fact]
    public void A_timer_for_what_is_not_there_does_nothing()
    {
        _world.Feed(new TimerFired());
        Assert.Null(_world.State);
        Assert.Empty(_world.Effects);
    }

    [Fact]
    public void The_command_removes_all_bindings()
    {
        _world.Register(Contact, Other);
        Remove();
        Assert.Equal(new CommandResult(200, "{\"removed\":2}"), _world.Result);
        Assert.All(_world.Events, e => Assert.Equal("command", e.Data["reason"]));
        Assert.Empty(_world.State!.Bindings);
        Remove();
        Assert.Equal(new CommandResult(200, "{\"removed\":0}"), _world.Result);
    }

    [Fact]
    public void The_command_removes_the_contact_that_it_names()
    {
        _world.Register(Contact, Other);
        Remove("sip:ALICE@198.51.100.8");
        Assert.Equal(404, _world.Result!.Status);
        Remove("SIP:alice@198.51.100.8");
        Assert.Equal(200, _world.Result!.Status);
        Assert.Equal(["sip:alice@198.51.100.7:5066"], _world.Contacts);
    }

    [Fact]
    public void The_command_finds_nothing_where_nobody_ever_was()
    {
        Remove();
        Assert.Equal(404, _world.Result!.Status);
        Assert.Null(_world.State);
    }
}
