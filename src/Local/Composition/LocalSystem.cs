using System.Diagnostics;
using ServerlessSip.Api;
using ServerlessSip.Hosting.UserCode;
using ServerlessSip.Local.Options;
using ServerlessSip.Local.Push;
using ServerlessSip.Local.Recording;

namespace ServerlessSip.Local.Composition;

/// <summary>The whole system in one process: started in this order, stopped in the other.</summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _running = new();
    private WebApplication? _app;

    /// <summary>Starts everything and says so.</summary>
    /// <exception cref="StartRefusedException">It cannot start; what was running is stopped again.</exception>
    public static async Task<LocalSystem> Start(string[] arguments, TextWriter output)
    {
        var system = new LocalSystem();
        var started = false;
        try
        {
            var banner = await system.Compose(arguments, output);
            await output.WriteLineAsync(banner.Text(DateTime.Now - Process.GetCurrentProcess().StartTime));
            started = true;
            return system;
        }
        finally
        {
            if (!started) await system.DisposeAsync();
        }
    }

    /// <summary>Completes at Ctrl+C or SIGTERM.</summary>
    public async Task Stopping()
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = _app!.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var part)) await part.DisposeAsync();
    }

    private async Task<Banner> Compose(string[] arguments, TextWriter output)
    {
        var builder = HttpHost.CreateBuilder(arguments);
        var start = StartOptions.Load(builder.Configuration, arguments, builder.Environment.ContentRootPath);
        var addresses = new SipAddresses(start.Options.Sip);
        var routes = UserRoutes.Find(start.Options.Routes, builder.Services);
        var app = _app = Keep(HttpHost.Build(builder, start.Options));
        var table = routes.Load(app.Services);
        var logs = app.Services.GetRequiredService<ILoggerFactory>();

        var state = Keep(await StateHome.Open(start.Options, output, logs));
        var store = SlowDown.Store(builder.Configuration, state.Store);
        var users = new ConfiguredUsers(start.Users, addresses.Domains);
        var push = Keep(ActivatorUtilities.CreateInstance<SignalRPush>(app.Services));
        Keep(new StopsHttp(app));
        var sip = Keep(new SipSystem(start, addresses, new SipSurroundings(store, push, users, logs)
        {
            Routes = (routes, table),
            Recorder = Recorder(start.Options, addresses, logs),
            Hooks = CrashAfterSave.Hooks(builder.Configuration),
            Resolve = SlowDown.Resolver(builder.Configuration),
        }));
        HttpHost.Map(app, new ServerlessSipApi(new ApiServices
        {
            Store = state.Store,
            Push = push,
            Users = users,
            Commands = sip.Commands.Send,
            Keys = start.Keys,
            Domains = addresses.Domains,
            Queues = start.Options.Sip.Queues,
            Trunks = start.Options.Sip.Trunks,
            LocalHosts = [.. start.Options.HttpUrls.Select(HostOf)],
        }));
        await HttpHost.Start(app, start.Options);
        await sip.Start();
        return new Banner
        {
            Sip = addresses,
            ConsoleUrls = [.. app.Urls],
            State = state.Told,
            Users = start.Users,
            UsersAreGenerated = start.UsersAreGenerated,
            Directory = start.Options.Directory,
            Routes = table.Lines,
        };
    }

    private static CallRecorder? Recorder(LocalOptions options, SipAddresses addresses, ILoggerFactory logs) =>
        options.RecordDirectory is not { } directory ? null
        : new CallRecorder(directory, addresses.Domains, TimeProvider.System, logs.CreateLogger<CallRecorder>())
        {
            Domains = options.Sip.Domains,
        };

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _running.Push(part);
        return part;
    }

    /// <summary>Ends the web server before the store that its readers need.</summary>
    private sealed class StopsHttp(WebApplication app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await app.StopAsync();
    }

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : "";
}
