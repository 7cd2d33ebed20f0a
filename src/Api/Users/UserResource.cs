using System.Collections.Immutable;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Users;

/// <summary><c>GET /user</c> and <c>GET /user/{name}</c>.</summary>
internal sealed class UserResource(ApiServices services)
{
    public async ValueTask<ApiAnswer> List(ApiRequest request)
    {
        if (!QueryValue.TryLimit(request.Http.Request, out var limit, out var problem)) return problem;
        var names = await services.Users.List(request.Http.Request.Query["after"], limit, request.Cancel);
        var reads = await Task.WhenAll(names.Select(name => Read(name, request.Cancel)));
        foreach (var read in reads)
            if (StoreProblems.Of(read.Status) is { } failed) return failed;
        var now = services.Time.GetUtcNow();
        var items = names.Zip(
            reads, (name, read) => UserView.Of(name, StoredState.Of<LocationState>(read.Document), now));
        var next = names.Count == limit ? names[^1] : null;
        return ApiAnswer.Json(new UserList(items.ToImmutableArray(), next), ApiJson.Default.UserList);
    }

    public async ValueTask<ApiAnswer> Get(ApiRequest request)
    {
        var known = ResourceName.TryUser(request.Name, services.Domains, out var user, out var key)
            && await services.Users.Find(user, request.Cancel) is not null;
        if (!known) return ApiAnswer.Problem(404, "there is no such user", "name");
        var read = await services.Store.Get(key, request.Cancel);
        if (StoreProblems.Of(read.Status) is { } failed) return failed;
        var view = UserView.Of(user, StoredState.Of<LocationState>(read.Document), services.Time.GetUtcNow());
        return ApiAnswer.Json(view, ApiJson.Default.UserView);
    }

    private Task<StoreRead> Read(string name, CancellationToken cancel)
    {
        // A name that no address of record can have was never registered.
        return ResourceName.TryUser(name, services.Domains, out _, out var key)
            ? services.Store.Get(key, cancel).AsTask()
            : Task.FromResult(new StoreRead(StoreStatus.NotFound));
    }
}
