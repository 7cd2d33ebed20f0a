using Microsoft.AspNetCore.Http;
using ServerlessSip.Api.Health;
using ServerlessSip.Api.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests.Health;

public sealed class HealthTests
{
    private static readonly ApiRequest s_request = new(new DefaultHttpContext(), "", null);
    private readonly FakeTime _time = new();

    [Fact]
    public async Task However_many_ask_the_store_is_asked_once_until_it_has_answered()
    {
        var answer = new TaskCompletionSource<StoreRead>();
        var store = new FakeStore { OnGet = () => answer.Task };
        var health = new HealthResource(store.Services(_time));

        var first = health.Get(s_request).AsTask();
        _time.Now += TimeSpan.FromSeconds(5);
        var second = health.Get(s_request).AsTask();
        answer.SetResult(new StoreRead(StoreStatus.NotFound));

        Assert.Equal(200, (await first).Status);
        Assert.Equal(200, (await second).Status);
        Assert.Equal(1, store.Reads);
    }

    [Fact]
    public async Task An_answer_is_good_for_a_second()
    {
        var status = StoreStatus.Transient;
        var store = new FakeStore { OnGet = () => Task.FromResult(new StoreRead(status)) };
        var health = new HealthResource(store.Services(_time));

        Assert.Equal(503, (await health.Get(s_request)).Status);
        status = StoreStatus.NotFound;
        _time.Now += TimeSpan.FromMilliseconds(999);
        Assert.Equal(503, (await health.Get(s_request)).Status);
        _time.Now += TimeSpan.FromMilliseconds(1);
        Assert.Equal(200, (await health.Get(s_request)).Status);
    }
}
