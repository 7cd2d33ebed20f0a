using Microsoft.AspNetCore.Http;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Queues;

namespace ServerlessSip.Api.Queues;

/// <summary>
/// <c>POST /queues/{name}/agents</c>, <c>DELETE /queues/{name}/agents/{user}</c> and <c>POST /parks/{slot}/fetch</c>:
/// each user for himself, someone at this machine for anybody.
/// </summary>
internal sealed class AgentResource(ApiServices services)
{
    public async ValueTask<ApiAnswer> Login(ApiRequest request) => await Read(request) is { } body
        ? await Queue(request, QueueCommands.Login, request.Name, body.User) : NoBody;

    /// <param name="user">The last part of the path.</param>
    public ValueTask<ApiAnswer> Logout(ApiRequest request, string user) =>
        Queue(request, QueueCommands.Logout, request.Name, user);

    public async ValueTask<ApiAnswer> Fetch(ApiRequest request)
    {
        var slot = request.Name.ToLowerInvariant();
        if (!QueueName.IsName(slot)) return ApiAnswer.Problem(404, "there can be no such slot", "slot");
        return await Read(request) is { } body
            ? await Send(request, QueueCommands.Fetch, QueueName.OfSlot(slot), body.User) : NoBody;
    }

    private static ApiAnswer NoBody => ApiAnswer.Problem(400, "a JSON object with user, or an empty one", "body");

    private async ValueTask<ApiAnswer> Queue(ApiRequest request, string command, string name, string? user)
    {
        var queue = name.ToLowerInvariant();
        return services.Queues.Find(queue) is null || QueueName.IsSlot(queue)
            ? ApiAnswer.Problem(404, "there is no such queue", "name")
            : await Send(request, command, queue, user);
    }

    private async ValueTask<ApiAnswer> Send(ApiRequest request, string command, string queue, string? named)
    {
        var user = (named ?? request.Caller)?.ToLowerInvariant();
        if (user is null) return ApiAnswer.Problem(400, "the name of a user", "user");
        if (request.Caller is { } caller && caller != user)
            return ApiAnswer.Problem(403, "a user may do this for nobody else", "user");
        var known = ResourceName.TryUser(user, services.Domains, out _, out _)
            && await services.Users.Find(user, request.Cancel) is not null;
        if (!known) return ApiAnswer.Problem(404, "there is no such user", "user");
        if (!IdempotencyKey.TryRead(request, $"{command}|{user}", out var once)) return IdempotencyKey.Problem;

        var sent = QueueCommands.Command(command, queue, $"{user}@{services.Domains.Primary}");
        var result = await services.Commands(QueueName.Key(queue), sent, once, request.Cancel);
        return CommandAnswer.Of(result, $"/{QueueName.Resource(queue)}");
    }

    /// <summary>An Idempotency-Key alone marks a write too: then there is no body, and the caller is meant.</summary>
    private static ValueTask<AgentBody?> Read(ApiRequest request) => request.Http.Request.HasJsonContentType()
        ? JsonBody.Read(request, ApiJson.Default.AgentBody)
        : new(new AgentBody(null));
}
