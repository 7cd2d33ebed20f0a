using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;

namespace ServerlessSip.Api.Events;

/// <summary><c>POST /events/negotiate</c> and <c>POST /events/subscribe</c>.</summary>
internal sealed class SubscriptionResource(ApiServices services)
{
    /// <summary>
    /// A SignalR client that connects to <c>/events</c> asks this first and follows the answer, in every host.
    /// </summary>
    public async ValueTask<ApiAnswer> Negotiate(ApiRequest request)
    {
        var endpoint = await services.Push.Negotiate(request.Caller ?? "", request.Cancel);
        var http = request.Http.Request;
        var url = endpoint.Url.StartsWith('/') ? $"{http.Scheme}://{http.Host}{endpoint.Url}" : endpoint.Url;
        return ApiAnswer.Json(new Endpoint(url, endpoint.AccessToken), ApiJson.Default.Endpoint);
    }

    public async ValueTask<ApiAnswer> Subscribe(ApiRequest request)
    {
        var body = await JsonBody.Read(request, ApiJson.Default.Subscription);
        if (body is null) return ApiAnswer.Problem(400, "a JSON object with connectionId and resource", "body");
        if (body.ConnectionId is not { Length: > 0 and <= ApiLimits.MaxConnectionIdLength } connection)
            return ApiAnswer.Problem(400, "the id of an open connection", "connectionId");
        if (body.Resource?.ToLowerInvariant() is not { } resource || !ResourceName.IsGroup(resource, services.Domains))
            return ApiAnswer.Problem(400, ResourceName.Expected, "resource");
        return await services.Push.Subscribe(connection, resource, request.Cancel)
            ? new ApiAnswer { Status = 204 }
            : ApiAnswer.Problem(404, "no such connection is open, or it has too many subscriptions", "connectionId");
    }
}
