using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>A SignalR service in memory: connections, groups, and what each connection was sent.</summary>
internal sealed class FakeHubContext : ServiceHubContext
{
    public Dictionary<string, List<(string Method, object?[] Arguments)>> Connections { get; } = [];
    public HashSet<(string Group, string Connection)> Members { get; } = [];
    public List<string?> Negotiated { get; } = [];

    public override IHubClients Clients => new AllClients(this);
    public override GroupManager Groups => new AllGroups(this);
    public override ClientManager ClientManager => new KnownClients(this);

    public override ValueTask<NegotiationResponse> NegotiateAsync(
        NegotiationOptions negotiationOptions = null!, CancellationToken cancellationToken = default)
    {
        Negotiated.Add(negotiationOptions.UserId);
        return new(new NegotiationResponse { Url = "https://signalr.example/client", AccessToken = "token" });
    }

    private sealed class AllClients(FakeHubContext hub) : IHubClients
    {
        public IClientProxy Group(string groupName) => new GroupProxy(hub, groupName);
        public IClientProxy All => throw new InvalidOperationException();
        public IClientProxy AllExcept(IReadOnlyList<string> excluded) => throw new InvalidOperationException();
        public IClientProxy Client(string connectionId) => throw new InvalidOperationException();
        public IClientProxy Clients(IReadOnlyList<string> connectionIds) => throw new InvalidOperationException();
        public IClientProxy GroupExcept(string group, IReadOnlyList<string> excluded) =>
            throw new InvalidOperationException();
        public IClientProxy Groups(IReadOnlyList<string> groupNames) => throw new InvalidOperationException();
        public IClientProxy User(string userId) => throw new InvalidOperationException();
        public IClientProxy Users(IReadOnlyList<string> userIds) => throw new InvalidOperationException();
    }

    private sealed class GroupProxy(FakeHubContext hub, string group) : IClientProxy
    {
        public Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
        {
            foreach (var (_, connection) in hub.Members.Where(m => m.Group == group))
                hub.Connections[connection].Add((method, args));
            return Task.CompletedTask;
        }
    }

    private sealed class AllGroups(FakeHubContext hub) : GroupManager
    {
        public override Task AddToGroupAsync(
            string connectionId, string groupName, CancellationToken cancellationToken = default)
        {
            hub.Members.Add((groupName, connectionId));
            return Task.CompletedTask;
        }

        public override Task RemoveFromGroupAsync(
            string connectionId, string groupName, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException();

        public override Task RemoveFromAllGroupsAsync(
            string connectionId, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException();
    }

    private sealed class KnownClients(FakeHubContext hub) : ClientManager
    {
        public override Task<bool> ConnectionExistsAsync(
            string connectionId, CancellationToken cancellationToken = default) =>
            Task.FromResult(hub.Connections.ContainsKey(connectionId));

        public override Task CloseConnectionAsync(
            string connectionId, string reason = null!, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException();

        public override Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException();

        public override Task<bool> GroupExistsAsync(string groupName, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException();
    }
}
