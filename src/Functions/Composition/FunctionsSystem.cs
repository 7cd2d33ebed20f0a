using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessSip.Api;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureAdapters.Clients;
using ServerlessSip.AzureAdapters.Push;
using ServerlessSip.AzureAdapters.Tables;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Functions.Input;
using ServerlessSip.Hosting.Engines;
using ServerlessSip.Hosting.Push;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Functions.Composition;

/// <summary>
/// Puts the engine together on Azure's adapters. Everything is made when it is first needed, and nothing is sent before
/// the first message: a cold start waits for no service.
/// </summary>
internal static partial class FunctionsSystem
{
    /// <summary>Documents kept for the next input of their actor: some 40 MB at 10 KB each.</summary>
    private const int CachedDocuments = 4_096;

    public static IServiceCollection AddServerlessSip(this IServiceCollection services, IConfiguration settings)
    {
        var options = FunctionsOptions.Read(settings);
        var clients = new AzureClients(settings);
        services.AddSingleton(options).AddSingleton(clients).AddSingleton(clients.BusOptions);
        services.AddSingleton(TimeProvider.System).AddSingleton<OperationCounts>().AddSingleton<SessionHolds>();
        services.AddSingleton<IBus>(given => new ServiceBusBus(
            clients.ServiceBus(), clients.BusOptions, PayloadCodec.Encode, Around(given, nameof(ServiceBusBus))));
        services.AddSingleton<IStateStore>(given => Store(given, clients));
        services.AddSingleton(given => new SignalRPush(clients.Hub, given.GetRequiredService<OperationCounts>()));
        services.AddSingleton<IPush>(given => new QueuedPush(
            given.GetRequiredService<SignalRPush>(), Log(given, nameof(SignalRPush))));
        services.AddSingleton(given => Parts(given, options));
        services.AddSingleton<ActorRuntime>().AddSingleton<Sweep>().AddSingleton<CommandGateway>();
        services.AddSingleton<TurnRunner>(given => given.GetRequiredService<ActorRuntime>().Turn);
        services.AddSingleton(given => Api(given, options, clients.EventsOrigin));
        services.AddUserRoutes(options.Routes);
        return services.AddSingleton<SipInput>().AddSingleton<WorkInput>();
    }

    private static TableStateStore Store(IServiceProvider given, AzureClients clients)
    {
        var log = Log(given, nameof(TableStateStore));
        var table = new StorageTable(clients.Table(), given.GetRequiredService<OperationCounts>());
        return new TableStateStore(table, new EngineDocumentCodec(), (key, why) => LogUnreadable(log, key, why));
    }

    private static RuntimeParts Parts(IServiceProvider given, FunctionsOptions options)
    {
        var bus = given.GetRequiredService<IBus>();
        return new RuntimeParts
        {
            Store = given.GetRequiredService<IStateStore>(),
            Bus = bus,
            Push = given.GetRequiredService<IPush>(),
            Users = options.Users,
            Work = new DnsWork(bus, TimeProvider.System, RuntimeLimits.Default),
            Routes = given.GetRequiredService<FunctionsRoutes>().Runner,
            Actors = SipActors.All,
            Settings = SipSettings.Engine(options.Sip, options.Keys, options.Addresses) with
            {
                Routing = given.GetRequiredService<FunctionsRoutes>().Settings,
            },
            Limits = RuntimeLimits.Default with { ScheduleIsDurable = true },
            Log = Log(given, nameof(ActorRuntime)),
            Cache = new DocumentCache(CachedDocuments),
        };
    }

    private static ServerlessSipApi Api(
        IServiceProvider given, FunctionsOptions options, string? eventsOrigin) => new(new ApiServices
    {
        Store = given.GetRequiredService<IStateStore>(),
        Push = given.GetRequiredService<IPush>(),
        Users = options.Users,
        Commands = given.GetRequiredService<CommandGateway>().Send,
        Keys = options.Keys,
        Domains = options.Addresses.Domains,
        Queues = options.Sip.Queues,
        Trunks = options.Sip.Trunks,
        EventsOrigin = eventsOrigin,
        // The host of the functions stands before us on this machine: everyone would seem to sit here.
        TrustsThisMachine = false,
    });

    private static BusSurroundings Around(IServiceProvider given, string name) =>
        new(given.GetRequiredService<OperationCounts>(), TimeProvider.System, Log(given, name));

    private static ILogger Log(IServiceProvider given, string name) =>
        given.GetRequiredService<ILoggerFactory>().CreateLogger($"ServerlessSip.{name}");

    [LoggerMessage(1, LogLevel.Error, "The entity {Key} cannot be read and is not listed: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string? key, string? reason);
}
