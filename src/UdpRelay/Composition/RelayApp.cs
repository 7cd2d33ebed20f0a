using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureAdapters.Clients;

namespace ServerlessSip.UdpRelay.Composition;

/// <summary>The container's program: the relay, and its health over HTTP.</summary>
internal static class RelayApp
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var settings = RelaySettings.Read(builder.Configuration);
        var clients = new AzureClients(builder.Configuration);
        var services = builder.Services;
        builder.WebHost.UseUrls([.. settings.HealthUrls]);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = RelayHost.DrainFor + TimeSpan.FromSeconds(10));
        services.AddSingleton(settings).AddSingleton(TimeProvider.System).AddSingleton<OperationCounts>();
        services.AddSingleton(given => new BusSurroundings(
            given.GetRequiredService<OperationCounts>(), TimeProvider.System,
            given.GetRequiredService<ILoggerFactory>().CreateLogger<ServiceBusBus>()));
        services.AddSingleton(_ => clients.ServiceBus());
        services.AddSingleton(given => new RelayHost(
            settings, given.GetRequiredService<Azure.Messaging.ServiceBus.ServiceBusClient>(), clients.BusOptions,
            given.GetRequiredService<BusSurroundings>()));
        services.AddHostedService(given => given.GetRequiredService<RelayHost>());
        var app = builder.Build();
        var host = app.Services.GetRequiredService<RelayHost>();
        app.MapGet("/live", () => Results.Text("ok"));
        app.MapGet("/ready", () => host.Unreadiness is { } why
            ? Results.Text(why, statusCode: 503)
            : Results.Text("ok"));
        return app;
    }
}
