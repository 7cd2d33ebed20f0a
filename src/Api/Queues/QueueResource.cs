using System.Collections.Immutable;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Queues;

/// <summary><c>GET /queues</c>, <c>GET /queues/{name}</c> and <c>GET /parks/{slot}</c>.</summary>
internal sealed class QueueResource(ApiServices services)
{
    public async ValueTask<ApiAnswer> List(ApiRequest request)
    {
        var queues = services.Queues.All;
        var reads = await Task.WhenAll(queues.Select(q => services.Store.Get(
            QueueName.Key(q.Name), request.Cancel).AsTask()));
        foreach (var read in reads)
            if (StoreProblems.Of(read.Status) is { } failed) return failed;
        var now = services.Time.GetUtcNow();
        var views = queues.Zip(reads, (q, read) => QueueView.Of(q.Name, q, State(read), now));
        return ApiAnswer.Json(new QueueList(views.ToImmutableArray()), ApiJson.Default.QueueList);
    }

    public ValueTask<ApiAnswer> Get(ApiRequest request) =>
        services.Queues.Find(request.Name.ToLowerInvariant()) is { } options && !QueueName.IsSlot(options.Name)
            ? View(options.Name, options, request.Cancel)
            : new(ApiAnswer.Problem(404, "there is no such queue", "name"));

    public ValueTask<ApiAnswer> GetSlot(ApiRequest request)
    {
        var slot = request.Name.ToLowerInvariant();
        return QueueName.IsName(slot)
            ? View(slot, services.Queues.Find(QueueName.OfSlot(slot))!, request.Cancel)
            : new(ApiAnswer.Problem(404, "there can be no such slot", "slot"));
    }

    private async ValueTask<ApiAnswer> View(string name, QueueOptions options, CancellationToken cancel)
    {
        var read = await services.Store.Get(QueueName.Key(options.Name), cancel);
        return StoreProblems.Of(read.Status) ?? ApiAnswer.Json(
            QueueView.Of(name, options, State(read), services.Time.GetUtcNow()), ApiJson.Default.QueueView);
    }

    private static QueueState? State(StoreRead read) => StoredState.Of<QueueState>(read.Document);
}
