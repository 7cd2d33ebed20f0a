using System.Net;
using ServerlessSip.Engine.Trunks;

namespace ServerlessSip.Api.Tests.Trunks;

public sealed class TrunkApiTests : ApiTest
{
    [Fact]
    public async Task A_trunk_shows_which_targets_are_out_and_what_came_last()
    {
        await Save();

        var trunk = await Json(await Host.Get("/trunks/Main"));

        Assert.Equal("trunks/main", trunk.GetProperty("resource").GetString());
        Assert.Equal("partly", trunk.GetProperty("state").GetString());
        Assert.Equal(4, trunk.GetProperty("version").GetInt64());
        var targets = trunk.GetProperty("targets").EnumerateArray().ToArray();
        Assert.Equal(
            ["sip:a.carrier.example", "sip:b.carrier.example"], targets.Select(t => t.GetProperty("uri").GetString()));
        Assert.Equal(["out", "in"], targets.Select(t => t.GetProperty("state").GetString()));
        Assert.Equal(3, targets[0].GetProperty("misses").GetInt32());
        Assert.False(targets[0].TryGetProperty("lastStatus", out _));
        Assert.Equal(405, targets[1].GetProperty("lastStatus").GetInt32());
    }

    [Fact]
    public async Task Trunks_are_listed_though_nobody_has_asked_their_targets()
    {
        var list = await Json(await Host.Get("/trunks"));

        var items = list.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["main", "quiet"], items.Select(t => t.GetProperty("name").GetString()));
        Assert.All(items, t => Assert.Equal("unknown", t.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_trunk_that_is_not_configured_is_not_found() =>
        await IsProblem(await Host.Get("/trunks/none"), HttpStatusCode.NotFound, "name");

    [Fact]
    public async Task From_elsewhere_a_password_is_needed()
    {
        await IsProblem(
            await Host.Get("/trunks", (ApiHost.From, "192.0.2.7")), HttpStatusCode.Unauthorized, "Authorization");
        var answer = await Host.Get(
            "/trunks", (ApiHost.From, "192.0.2.7"), ("Authorization", ApiHost.Basic("alice", "pw-alice")));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_events_of_a_trunk_are_asked_for_by_its_name()
    {
        await Save();

        var missed = await Json(await Host.Get("/events/trunks/main?after=4"));

        Assert.Equal("trunks/main", missed.GetProperty("resource").GetString());
        Assert.Equal(4, missed.GetProperty("version").GetInt64());
    }

    private Task Save() => Host.Save(TrunkName.Key("main"), new TrunkState
    {
        Incarnation = default,
        Name = "main",
        EventVersion = 4,
        NextProbeAt = Host.Time.Now.AddSeconds(10),
        Targets =
        [
            new TrunkTarget
            {
                Uri = "sip:a.carrier.example",
                IsOut = true,
                Misses = 3,
                Since = Host.Time.Now,
                LastAt = Host.Time.Now,
            },
            new TrunkTarget { Uri = "sip:b.carrier.example", LastStatus = 405, LastAt = Host.Time.Now },
        ],
    });
}
