#nullable disable
// What the Azure edition uses of Microsoft.Azure.SignalR and its Management package; the rest is left out.
using Azure.Core;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR
{
    public class ServiceEndpoint
    {
        public ServiceEndpoint(Uri endpoint, TokenCredential credential, EndpointType endpointType = EndpointType.Primary, string name = "") { }
    }

    public enum EndpointType
    {
        Primary,
        Secondary,
    }
}

namespace Microsoft.Azure.SignalR.Management
{
    public class ServiceManagerBuilder
    {
        public ServiceManagerBuilder() { }
        public ServiceManagerBuilder WithOptions(Action<ServiceManagerOptions> configure)
        {
            configure(new ServiceManagerOptions());
            return this;
        }
        public ServiceManager BuildServiceManager() => throw null;
    }

    public class ServiceManagerOptions
    {
        public ServiceManagerOptions() { }
        public string ConnectionString { get; set; }
        public ServiceEndpoint[] ServiceEndpoints { get; set; }
        public ServiceTransportType ServiceTransportType { get; set; }
    }

    public enum ServiceTransportType
    {
        Transient,
        Persistent,
    }

    public abstract class ServiceManager
    {
        protected ServiceManager() { }
        public abstract Task<ServiceHubContext> CreateHubContextAsync(string hubName, CancellationToken cancellationToken);
    }

    public abstract class ServiceHubContext
    {
        protected ServiceHubContext() { }
        public virtual IHubClients Clients => null;
        public virtual GroupManager Groups => null;
        public virtual ClientManager ClientManager => null;
        public virtual ValueTask<NegotiationResponse> NegotiateAsync(NegotiationOptions negotiationOptions = null, CancellationToken cancellationToken = default) => throw null;
        public virtual Task DisposeAsync() => Task.CompletedTask;
    }

    public abstract class GroupManager : IGroupManager
    {
        protected GroupManager() { }
        public abstract Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default);
        public abstract Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default);
        public abstract Task RemoveFromAllGroupsAsync(string connectionId, CancellationToken cancellationToken = default);
    }

    public abstract class ClientManager
    {
        protected ClientManager() { }
        public abstract Task CloseConnectionAsync(string connectionId, string reason = null, CancellationToken cancellationToken = default);
        public abstract Task<bool> ConnectionExistsAsync(string connectionId, CancellationToken cancellationToken = default);
        public abstract Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default);
        public abstract Task<bool> GroupExistsAsync(string groupName, CancellationToken cancellationToken = default);
    }

    public class NegotiationOptions
    {
        public NegotiationOptions() { }
        public string UserId { get; set; }
    }
}
