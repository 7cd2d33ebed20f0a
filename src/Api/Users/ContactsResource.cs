using System.Collections.Immutable;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Api.Users;

/// <summary><c>DELETE /user/{name}/contacts</c>: signs a user's phones off.</summary>
internal sealed class ContactsResource(ApiServices services)
{
    private const string Command = "remove-bindings";

    public async ValueTask<ApiAnswer> Remove(ApiRequest request)
    {
        var known = ResourceName.TryUser(request.Name, services.Domains, out var user, out var key)
            && await services.Users.Find(user, request.Cancel) is not null;
        if (!known) return ApiAnswer.Problem(404, "there is no such user", "name");
        if (request.Caller is { } caller && caller != user)
            return ApiAnswer.Problem(403, "a user may sign off nobody else's phones", "name");
        if (!IdempotencyKey.TryRead(request, Command, out var once)) return IdempotencyKey.Problem;

        var command = new CommandReceived(Command, ImmutableDictionary<string, string>.Empty);
        return CommandAnswer.Of(await services.Commands(key, command, once, request.Cancel), $"/user/{user}");
    }
}
