using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Api.Events;

/// <summary><c>GET /events/{resource}?after=version</c>.</summary>
internal sealed class EventResource(ApiServices services)
{
    public async ValueTask<ApiAnswer> Missed(ApiRequest request)
    {
        if (!ResourceName.TryActor(request.Name, services.Domains, out var key))
            return ApiAnswer.Problem(400, ResourceName.ExpectedOne, "resource");
        if (!QueryValue.TryNumber(request.Http.Request, "after", 0, out var after))
            return ApiAnswer.Problem(400, "the version of the last event that was seen", "after");
        var read = await services.Store.Get(key, request.Cancel);
        if (StoreProblems.Of(read.Status) is { } failed) return failed;
        var state = StoredState.Of<ActorState>(read.Document);
        var resource = state?.Resource ?? request.Name.ToLowerInvariant();
        var missed = MissedEvents.After(resource, after, state?.EventVersion ?? 0, state?.Events ?? []);
        return ApiAnswer.Json(missed, ApiJson.Default.MissedEvents);
    }
}
