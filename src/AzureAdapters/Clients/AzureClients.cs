using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.SignalR;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.Configuration;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureAdapters.Push;
using ServerlessSip.AzureAdapters.Tables;

namespace ServerlessSip.AzureAdapters.Clients;

/// <summary>
/// Makes the clients that the settings ask for: by managed identity where an address is given, by connection string
/// for emulators. Making one sends nothing.
/// </summary>
public sealed class AzureClients(IConfiguration settings)
{
    private static readonly TimeSpan s_tryTimeout = TimeSpan.FromSeconds(4);

    private readonly TokenCredential _identity = new ManagedIdentityCredential(
        settings[SettingNames.IdentityClientId] is { Length: > 0 } client
            ? ManagedIdentityId.FromUserAssignedClientId(client)
            : ManagedIdentityId.SystemAssigned);

    /// <summary>How envelopes become messages; the same setting in every process.</summary>
    public ServiceBusOptions BusOptions { get; } = new()
    {
        Strategy = settings.GetValue(SettingNames.BusSessions, SessionStrategy.Lane),
        Lanes = Math.Clamp(settings.GetValue(SettingNames.BusLanes, ServiceBusOptions.Default.Lanes), 1, 10_000),
    };

    /// <summary>Gives up after some ten seconds: then a request's own time is over, and its sender decides.</summary>
    public ServiceBusClient ServiceBus()
    {
        var options = new ServiceBusClientOptions
        {
            RetryOptions = new ServiceBusRetryOptions
            {
                Mode = ServiceBusRetryMode.Exponential,
                TryTimeout = s_tryTimeout,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(2),
                MaxRetries = 2,
            },
        };
        return settings[SettingNames.ServiceBusNamespace] is { Length: > 0 } address
            ? new ServiceBusClient(address, _identity, options)
            : new ServiceBusClient(Required(SettingNames.ServiceBus, SettingNames.ServiceBusNamespace), options);
    }

    public TableClient Table()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.NetworkTimeout = s_tryTimeout;
        options.AddPolicy(new RetryMark(), HttpPipelinePosition.PerRetry);
        var name = settings[SettingNames.TablesName] is { Length: > 0 } given ? given : "sip";
        return settings[SettingNames.TablesUri] is { Length: > 0 } address
            ? new TableClient(new Uri(address), name, _identity, options)
            : new TableClient(Required(SettingNames.Tables, SettingNames.TablesUri), name, options);
    }

    /// <summary>Where web clients connect for events, as scheme, host and port; null when no setting says.</summary>
    public string? EventsOrigin
    {
        get
        {
            if (settings[SettingNames.SignalRUri] is { Length: > 0 } address) return Origin(address, port: null);
            var parts = (settings[SettingNames.SignalR] ?? "").Split(';').Select(part => part.Split('=', 2))
                .Where(part => part.Length == 2)
                .ToLookup(part => part[0].Trim(), part => part[1].Trim(), StringComparer.OrdinalIgnoreCase);
            return Origin(parts["ClientEndpoint"].FirstOrDefault(), port: null)
                ?? Origin(parts["Endpoint"].FirstOrDefault(), parts["Port"].FirstOrDefault());
        }
    }

    public Task<ServiceHubContext> Hub()
    {
        var builder = new ServiceManagerBuilder().WithOptions(options =>
        {
            options.ServiceTransportType = ServiceTransportType.Transient;
            if (settings[SettingNames.SignalRUri] is { Length: > 0 } address)
                options.ServiceEndpoints = [new ServiceEndpoint(new Uri(address), _identity)];
            else
                options.ConnectionString = Required(SettingNames.SignalR, SettingNames.SignalRUri);
        });
        return builder.BuildServiceManager().CreateHubContextAsync(SignalRPush.Hub, CancellationToken.None);
    }

    private static string? Origin(string? address, string? port)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) return null;
        var given = ushort.TryParse(port, out var number) ? new UriBuilder(uri) { Port = number }.Uri : uri;
        return given.GetLeftPart(UriPartial.Authority);
    }

    private string Required(string name, string other) => settings[name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"the setting {name} or {other} is missing");
}
