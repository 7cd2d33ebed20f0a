using System.Collections.Immutable;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Calls;

/// <summary><c>GET /call</c> and <c>GET /call/{key}</c>.</summary>
internal sealed class CallResource(ApiServices services)
{
    private static readonly StoreQuery s_calls = new() { Kind = ActorKind.Call, ResourcesOnly = true };

    public async ValueTask<ApiAnswer> List(ApiRequest request)
    {
        if (!QueryValue.TryLimit(request.Http.Request, out var limit, out var problem)) return problem;
        // Keys are hashes, so a store cannot give the newest first: a bounded number is read and sorted.
        var found = new List<CallView>();
        string? continuation = null;
        var read = 0;
        do
        {
            var page = await services.Store.Query(s_calls, continuation, request.Cancel);
            if (StoreProblems.Of(page.Status) is { } failed) return failed;
            foreach (var item in page.Items)
                if (StoredState.Of<CallState>(item.Document) is { } state && CallView.Of(item.Key, state) is { } view)
                    found.Add(view);
            // A page may be empty, and there may be many of these.
            read += Math.Max(page.Items.Count, 1);
            continuation = page.Continuation;
        }
        while (continuation is not null && read < ApiLimits.MaxCallsRead);

        var items = found.OrderByDescending(call => call.StartedAt).Take(limit).ToImmutableArray();
        var more = continuation is not null || found.Count > items.Length;
        return ApiAnswer.Json(new CallList(items, more), ApiJson.Default.CallList);
    }

    public ValueTask<ApiAnswer> Get(ApiRequest request) => One(request, static (key, state) =>
        CallView.Of(key, state) is { } view ? ApiAnswer.Json(view, ApiJson.Default.CallView) : null);

    /// <summary><c>GET /calls/{key}/why</c>.</summary>
    public ValueTask<ApiAnswer> Why(ApiRequest request) => One(request, static (key, state) =>
        WhyView.Of(key, state) is { } view ? ApiAnswer.Json(view, ApiJson.Default.WhyView) : null);

    private async ValueTask<ApiAnswer> One(ApiRequest request, Func<ActorKey, CallState, ApiAnswer?> show)
    {
        if (!ResourceName.TryCall(request.Name, out var key))
            return ApiAnswer.Problem(400, "a call's key is c and 32 lower-case hexadecimal digits", "key");
        var read = await services.Store.Get(key, request.Cancel);
        if (StoreProblems.Of(read.Status) is { } failed) return failed;
        return (StoredState.Of<CallState>(read.Document) is { } state ? show(key, state) : null)
            ?? ApiAnswer.Problem(404, "there is no such call, or it ended a while ago", "key");
    }
}
