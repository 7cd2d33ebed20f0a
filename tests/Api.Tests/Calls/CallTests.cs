using System.Net;
using Microsoft.AspNetCore.Http;
using ServerlessSip.Api.Calls;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests.Calls;

public sealed class CallTests : ApiTest
{
    [Fact]
    public async Task A_store_whose_pages_are_all_empty_is_given_up_after_a_thousand()
    {
        var store = new FakeStore { Page = new StorePage(StoreStatus.Ok, [], "more") };
        var request = new ApiRequest(new DefaultHttpContext(), "", null);
        var answer = await new CallResource(store.Services(Host.Time)).List(request);
        Assert.Equal((200, ApiLimits.MaxCallsRead), (answer.Status, store.Queries));
    }

    [Fact]
    public async Task A_call_is_told_with_its_parties_state_and_times()
    {
        var now = Host.Time.Now;
        var key = await Save(7, now, call => call with
        {
            State = CallPhase.Ended,
            RingingAt = now.AddSeconds(1),
            AnsweredAt = now.AddSeconds(2),
            EndedAt = now.AddSeconds(12.5),
            Reason = "normal",
        });

        var view = await Json(await Host.Get($"/call/{key}"));

        Assert.Equal($"calls/{key}", view.GetProperty("resource").GetString());
        Assert.Equal("ended", view.GetProperty("state").GetString());
        Assert.Equal("alice@example.com", view.GetProperty("from").GetString());
        Assert.Equal("bob@example.com", view.GetProperty("to").GetString());
        Assert.Equal("normal", view.GetProperty("reason").GetString());
        Assert.Equal(10.5, view.GetProperty("durationSeconds").GetDouble());
        Assert.Equal(2, view.GetProperty("version").GetInt64());
        Assert.False(view.TryGetProperty("status", out _));
    }

    [Fact]
    public async Task Calls_are_listed_newest_first()
    {
        await Save(1, Host.Time.Now.AddSeconds(2));
        await Save(2, Host.Time.Now.AddSeconds(3));
        await Save(3, Host.Time.Now.AddSeconds(1));

        var list = await Json(await Host.Get("/call?limit=2"));

        var keys = list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("key").GetString());
        Assert.Equal([Key(2).ToString(), Key(1).ToString()], keys);
        Assert.True(list.GetProperty("more").GetBoolean());
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public async Task At_most_a_thousand_documents_are_read_for_a_list(int calls, bool more)
    {
        for (var i = 0; i < calls; i++) await Save((UInt128)i << 100, Host.Time.Now);

        var list = await Json(await Host.Get("/call"));

        Assert.Equal(100, list.GetProperty("items").GetArrayLength());
        Assert.True(list.GetProperty("more").GetBoolean());
        Assert.Equal(more ? 1001 : 1000, Host.Store.Count);
    }

    [Theory]
    [InlineData("/call/x", HttpStatusCode.BadRequest)]
    [InlineData("/call/l00000000000000000000000000000001", HttpStatusCode.BadRequest)]
    [InlineData("/call/c0000000000000000000000000000000A", HttpStatusCode.BadRequest)]
    [InlineData("/call/c00000000000000000000000000000001", HttpStatusCode.NotFound)]
    [InlineData("/calls/x/why", HttpStatusCode.BadRequest)]
    [InlineData("/calls/c00000000000000000000000000000001/why", HttpStatusCode.NotFound)]
    public async Task What_is_no_call_is_told(string path, HttpStatusCode status) =>
        await IsProblem(await Host.Get(path), status, "key");

    [Fact]
    public async Task Why_a_call_went_as_it_did_is_told_line_by_line_with_the_route_that_is_followed()
    {
        var now = Host.Time.Now;
        await Save(7, now);
        var state = new CallState
        {
            Incarnation = default,
            CallId = "id",
            Name = $"calls/{Key(7)}",
            FirstSource = "127.0.0.1",
            Records = [Record(now)],
            Trace = [new TraceLine(now, "Office.Sales", "C#", "reply 480", "closed"),
                new TraceLine(now, "built-in", "built-in", "ring bob@example.com", null)],
        };
        await Host.Save(Key(8), state);
        foreach (var path in new[] { $"/calls/{Key(8)}/why", $"/call/{Key(8)}/why" })
        {
            var why = await Json(await Host.Get(path));
            var lines = why.GetProperty("lines");
            Assert.Equal("trying", why.GetProperty("state").GetString());
            Assert.Equal("Office.Sales", lines[0].GetProperty("rule").GetString());
            Assert.Equal("C#", lines[0].GetProperty("source").GetString());
            Assert.Equal("reply 480", lines[0].GetProperty("decided").GetString());
            Assert.Equal("closed", lines[0].GetProperty("reason").GetString());
            Assert.Equal(now, lines[0].GetProperty("at").GetDateTimeOffset());
            Assert.False(lines[1].TryGetProperty("reason", out _));
            Assert.Equal(0, why.GetProperty("following").GetArrayLength());
        }
        Assert.Equal(0, (await Json(await Host.Get($"/calls/{Key(7)}/why"))).GetProperty("lines").GetArrayLength());
    }

    private static ActorKey Key(UInt128 hash) => new(ActorKind.Call, hash);

    private static CallRecord Record(DateTimeOffset started) => new()
    {
        CallerTag = "t",
        From = "alice@example.com",
        To = "bob@example.com",
        StartedAt = started,
    };

    private async Task<ActorKey> Save(UInt128 hash, DateTimeOffset started, Func<CallRecord, CallRecord>? with = null)
    {
        var record = Record(started);
        await Host.Save(Key(hash), new CallState
        {
            Incarnation = default,
            CallId = "id",
            Name = $"calls/{Key(hash)}",
            FirstSource = "127.0.0.1",
            EventVersion = 2,
            Records = [with is null ? record : with(record)],
        });
        return Key(hash);
    }
}
