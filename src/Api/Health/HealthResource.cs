using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Health;

/// <summary>Whether the system can work.</summary>
internal sealed record HealthView(string Status);

/// <summary>
/// <c>GET /health</c>, for anyone: it says nothing but whether the store answers, and asks it at most once a second.
/// </summary>
internal sealed class HealthResource(ApiServices services)
{
    private static readonly ActorKey s_nobody = new(ActorKind.Location, UInt128.Zero);
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(1);

    private (DateTimeOffset At, bool Good) _last;
    private readonly Lock _gate = new();

    public async ValueTask<ApiAnswer> Get(ApiRequest request)
    {
        var good = await IsGood(request.Cancel);
        var view = new HealthView(good ? "ok" : "the store does not answer");
        return ApiAnswer.Json(view, ApiJson.Default.HealthView, good ? 200 : 503);
    }

    private async ValueTask<bool> IsGood(CancellationToken cancel)
    {
        var now = services.Time.GetUtcNow();
        lock (_gate)
        {
            if (now - _last.At < s_kept) return _last.Good;
        }
        var read = await services.Store.Get(s_nobody, cancel);
        var good = read.Status is StoreStatus.Ok or StoreStatus.NotFound;
        lock (_gate) _last = (now, good);
        return good;
    }
}
