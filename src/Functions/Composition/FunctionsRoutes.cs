using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Functions.Input;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Hosting.UserCode;
using ServerlessSip.Ports;

namespace ServerlessSip.Functions.Composition;

/// <summary>The user's routes in this app; both are null when there are none.</summary>
internal sealed record FunctionsRoutes(RoutingSettings? Settings, RouteRunner? Runner)
{
    /// <summary>A caller's CANCEL may come to another instance: how often the document is read for it.</summary>
    private static readonly TimeSpan s_watch = TimeSpan.FromMilliseconds(500);

    /// <summary>What <c>sip-work</c> brings; its message is kept until the answer is on its way.</summary>
    public async ValueTask<TurnOutcome> Work(Envelope work, CancellationToken cancel)
    {
        if (Runner is null) return TurnOutcome.DeadLetter("no routes are here that could do this work");
        await Runner.Work(work).WaitAsync(cancel);
        return TurnOutcome.Done;
    }

    public static FunctionsRoutes Load(UserRoutes routes, IServiceProvider given)
    {
        var table = routes.Load(given);
        if (routes.Settings(table) is not { } settings) return new FunctionsRoutes(null, null);
        var log = given.GetRequiredService<ILoggerFactory>().CreateLogger($"ServerlessSip.{nameof(RouteRunner)}");
        LogRoutes(log, string.Join('\n', table.Lines), null);
        return new FunctionsRoutes(settings, routes.Runner(new RouteRunnerParts
        {
            Table = table,
            Settings = settings,
            Bus = given.GetRequiredService<IBus>(),
            Store = given.GetRequiredService<IStateStore>(),
            Log = log,
            // An instance may be taken away as soon as its invocation is over.
            Options = RouteRunnerOptions.Default with { WatchEvery = s_watch, RunToEnd = true },
        }));
    }

    private static readonly Action<ILogger, string, Exception?> LogRoutes =
        LoggerMessage.Define<string>(LogLevel.Information, new EventId(1, "Routes"), "routes:\n{Routes}");
}

/// <summary>Adds the user's routes to the services.</summary>
internal static class FunctionsRoutesServices
{
    public static IServiceCollection AddUserRoutes(this IServiceCollection services, RoutesOptions options)
    {
        var routes = UserRoutes.Find(options, services);
        return services.AddSingleton(given => FunctionsRoutes.Load(routes, given))
            .AddSingleton<WorkRunner>(given => given.GetRequiredService<FunctionsRoutes>().Work);
    }
}
