using System.Net;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests.Calls;

public sealed class CallTests : ApiTest
{
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
    [InlineData("/call/c00000000000000000000000000000001", HttpStatusCode.NotFound)]
    public async Task What_is_no_call_is_told(string path, HttpStatusCode status) =>
        await IsProblem(await Host.Get(path), status, "key");

    private static ActorKey Key(UInt128 hash) => new(ActorKind.Call, hash);

    private async Task<ActorKey> Save(UInt128 hash, DateTimeOffset started, Func<CallRecord, CallRecord>? with = null)
    {
        var record = new CallRecord
        {
            CallerTag = "t",
            From = "alice@example.com",
            To = "bob@example.com",
            StartedAt = started,
        };
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
