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

    private readonly Lock _gate = new();
    private DateTimeOffset _askedAt;
    private Task<bool>? _asked;

    public async ValueTask<ApiAnswer> Get(ApiRequest request)
    {
        var good = await IsGood().WaitAsync(request.Cancel);
        var view = new HealthView(good ? "ok" : "the store does not answer");
        return ApiAnswer.Json(view, ApiJson.Default.HealthView, good ? 200 : 503);
    }

    /// <summary>One question for all who ask while it is open, and for a second.</summary>
    private Task<bool> IsGood()
    {
        var now = services.Time.GetUtcNow();
        lock (_gate)
        {
            if (_asked is { IsCompleted: false }) return _asked;
            if (_asked is { IsCompletedSuccessfully: true } && now - _askedAt < s_kept) return _asked;
            (_askedAt, _asked) = (now, Ask());
            return _asked;
        }
    }

    private async Task<bool> Ask()
    {
        var read = await services.Store.Get(s_nobody, CancellationToken.None);
        return read.Status is StoreStatus.Ok or StoreStatus.NotFound;
    }
}
