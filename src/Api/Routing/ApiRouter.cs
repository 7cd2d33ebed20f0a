using ServerlessSip.Api.Calls;
using ServerlessSip.Api.Console;
using ServerlessSip.Api.Events;
using ServerlessSip.Api.Health;
using ServerlessSip.Api.Queues;
using ServerlessSip.Api.Trunks;
using ServerlessSip.Api.Users;

namespace ServerlessSip.Api.Routing;

/// <summary>
/// The table of paths. It is our own so that the interface is one plain handler, which runs the same inside a host that
/// has routed the request already.
/// </summary>
internal sealed class ApiRouter(ApiServices services)
{
    private readonly UserResource _users = new(services);
    private readonly ContactsResource _contacts = new(services);
    private readonly CallResource _calls = new(services);
    private readonly CallControl _control = new(services);
    private readonly QueueResource _queues = new(services);
    private readonly AgentResource _agents = new(services);
    private readonly TrunkResource _trunks = new(services);
    private readonly EventResource _events = new(services);
    private readonly SubscriptionResource _subscriptions = new(services);
    private readonly HealthResource _health = new(services);

    /// <summary>What a path means; null when nothing.</summary>
    public ApiResource? Find(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [] => ConsoleFiles.Page,
        ["console", var file] => ConsoleFiles.Find(file),
        ["user"] => new ApiResource { Get = _users.List },
        ["user", var name] => new ApiResource { Name = name, Get = _users.Get },
        ["user", var name, "contacts"] => new ApiResource { Name = name, Delete = _contacts.Remove },
        ["call"] => new ApiResource { Get = _calls.List },
        ["call", var key] => new ApiResource { Name = key, Get = _calls.Get },
        ["calls"] => new ApiResource { Get = _calls.List, Post = _control.Start },
        ["calls", var key] => new ApiResource { Name = key, Get = _calls.Get, Delete = _control.HangUp },
        ["calls", var key, "transfer"] => new ApiResource { Name = key, Post = _control.Transfer },
        ["queues"] => new ApiResource { Get = _queues.List },
        ["queues", var name] => new ApiResource { Name = name, Get = _queues.Get },
        ["queues", var name, "agents"] => new ApiResource { Name = name, Post = _agents.Login },
        ["queues", var name, "agents", var user] =>
            new ApiResource { Name = name, Delete = request => _agents.Logout(request, user) },
        ["parks", var slot] => new ApiResource { Name = slot, Get = _queues.GetSlot },
        ["parks", var slot, "fetch"] => new ApiResource { Name = slot, Post = _agents.Fetch },
        ["trunks"] => new ApiResource { Get = _trunks.List },
        ["trunks", var name] => new ApiResource { Name = name, Get = _trunks.Get },
        ["call" or "calls", var key, "why"] => new ApiResource { Name = key, Get = _calls.Why },
        ["events", "negotiate"] => new ApiResource { Post = _subscriptions.Negotiate },
        ["events", "subscribe"] => new ApiResource { Post = _subscriptions.Subscribe },
        ["events", .. var resource] => new ApiResource { Name = string.Join('/', resource), Get = _events.Missed },
        ["health"] => new ApiResource { Get = _health.Get },
        _ => null,
    };
}
