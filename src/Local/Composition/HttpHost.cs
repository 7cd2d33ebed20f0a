using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Console;
using ServerlessSip.Api;
using ServerlessSip.Local.Options;
using ServerlessSip.Local.Push;

namespace ServerlessSip.Local.Composition;

/// <summary>The ASP.NET Core host: configuration, logging, web server and the SignalR hub.</summary>
internal static class HttpHost
{
    /// <summary>A client says nothing but its keepalive; this is ample.</summary>
    private const int MaxHubMessageBytes = 1024;

    private const int MaxConnections = 1000;

    public static WebApplicationBuilder CreateBuilder(string[] arguments)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder(arguments);
            AddLogging(builder.Logging, builder.Configuration);
            return builder;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException)
        {
            var cause = e.InnerException ?? e;
            throw new StartRefusedException(
                $"the configuration cannot be read: {cause.Message.ReplaceLineEndings(" ")}");
        }
    }

    public static WebApplication Build(WebApplicationBuilder builder, LocalOptions options)
    {
        builder.WebHost.UseUrls([.. options.HttpUrls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MaxConnections;
        });
        // Clients that stay connected must not hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.AddSingleton<Subscribers>();
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = MaxHubMessageBytes);
        return builder.Build();
    }

    public static void Map(WebApplication app, ServerlessSipApi api)
    {
        app.UseWebSockets();
        var subscribers = app.Services.GetRequiredService<Subscribers>();
        app.MapConnections(SignalRPush.HubPath, new HttpConnectionDispatcherOptions(), connections => connections
            .Use(hub => EventsHub.Track(hub, subscribers))
            .UseHub<EventsHub>()).GuardedBy(api);
        app.MapServerlessSip(api);
    }

    public static async Task Start(WebApplication app, LocalOptions options)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            var expected = e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                ? $"a free port: {e.Message.ReplaceLineEndings(" ")}"
                : $"an address that can be listened on: {e.Message.ReplaceLineEndings(" ")}";
            throw new StartRefusedException(new OptionError("Http:Urls", string.Join(';', options.HttpUrls), expected));
        }
    }

    private static void AddLogging(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        // What the program says itself goes to standard output, and nothing else.
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // A start that fails is told in one line by us.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }
}
