using System.Collections.Immutable;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Trunks;

/// <summary><c>GET /trunks</c> and <c>GET /trunks/{name}</c>.</summary>
internal sealed class TrunkResource(ApiServices services)
{
    public async ValueTask<ApiAnswer> List(ApiRequest request)
    {
        var trunks = services.Trunks.All;
        var reads = await Task.WhenAll(trunks.Select(trunk => Read(trunk, request)));
        foreach (var read in reads)
            if (StoreProblems.Of(read.Status) is { } failed) return failed;
        var views = trunks.Zip(reads, (trunk, read) => View(trunk, read));
        return ApiAnswer.Json(new TrunkList(views.ToImmutableArray()), ApiJson.Default.TrunkList);
    }

    public async ValueTask<ApiAnswer> Get(ApiRequest request)
    {
        if (services.Trunks.Find(request.Name) is not { } trunk)
            return ApiAnswer.Problem(404, "there is no such trunk", "name");
        var read = await Read(trunk, request);
        return StoreProblems.Of(read.Status) ?? ApiAnswer.Json(View(trunk, read), ApiJson.Default.TrunkView);
    }

    private Task<StoreRead> Read(TrunkOptions trunk, ApiRequest request) =>
        services.Store.Get(TrunkName.Key(trunk.Name), request.Cancel).AsTask();

    private static TrunkView View(TrunkOptions trunk, StoreRead read) =>
        TrunkView.Of(trunk, trunk.IsProbed ? StoredState.Of<TrunkState>(read.Document) : null);
}
