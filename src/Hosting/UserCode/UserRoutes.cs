using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Routing.Middleware;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Routes;

namespace ServerlessSip.Hosting.UserCode;

/// <summary>The user's routes in a host: found before the services are built, loaded after it.</summary>
internal sealed class UserRoutes
{
    private readonly Assembly[] _assemblies;
    private readonly RoutesOptions _options;

    private UserRoutes(Assembly[] assemblies, RoutesOptions options) =>
        (_assemblies, _options) = (assemblies, options);

    /// <exception cref="StartRefusedException">A file is no assembly, or a class of it has the wrong form.</exception>
    public static UserRoutes Find(RoutesOptions options, IServiceCollection services)
    {
        var assemblies = new List<Assembly> { YourRoutes.Assembly };
        foreach (var path in options.Assemblies)
        {
            try
            {
                assemblies.Add(RouteAssembly.Load(path));
            }
            catch (Exception e) when (e is BadImageFormatException or IOException)
            {
                throw new StartRefusedException(new OptionError("Routes:Assembly", path, "an assembly"));
            }
        }
        return Guarded(() =>
        {
            foreach (var assembly in assemblies) RouteTable.AddServices(assembly, services);
            return new UserRoutes([.. assemblies], options);
        });
    }

    /// <summary>The table; empty when nobody has written a route.</summary>
    /// <exception cref="StartRefusedException">Routes are ambiguous or have the wrong form.</exception>
    public RouteTable Load(IServiceProvider services) =>
        Guarded(() => RouteTable.Load(_assemblies, services, Before()));

    /// <summary>What the engine is told; null when there are no routes, so that calls are as without them.</summary>
    public RoutingSettings? Settings(RouteTable table) => table.IsEmpty ? null : new RoutingSettings
    {
        Table = table,
        FailureStatus = _options.FailureStatus,
        RunTime = TimeSpan.FromMilliseconds(_options.RunMilliseconds),
        WorkTime = TimeSpan.FromSeconds(_options.WorkSeconds),
    };

    /// <summary>Who runs them, within the limits of the configuration.</summary>
    public RouteRunner Runner(RouteRunnerParts parts) => new(parts with
    {
        Options = parts.Options with
        {
            MaxWork = _options.MaxWork,
            MaxStuck = _options.MaxStuck,
            StuckAfter = parts.Settings.RunTime + TimeSpan.FromMilliseconds(50),
        },
    });

    /// <summary>Who is refused at once comes first, who is asked for a password last.</summary>
    private List<NamedMiddleware> Before()
    {
        var before = new List<NamedMiddleware>();
        if (!_options.Ban.IsEmpty) before.Add(new NamedMiddleware("ban", new BanMiddleware(_options.Ban)));
        if (_options.RatePerMinute > 0)
            before.Add(new NamedMiddleware("rate", new RateMiddleware(_options.RatePerMinute)));
        if (_options.RequireUser) before.Add(new NamedMiddleware("auth", new KnownCallerMiddleware()));
        return before;
    }

    private static T Guarded<T>(Func<T> load)
    {
        try
        {
            return load();
        }
        catch (RouteTableException e)
        {
            throw new StartRefusedException(string.Join('\n', e.Faults));
        }
        catch (ReflectionTypeLoadException e)
        {
            throw new StartRefusedException($"routes cannot be loaded: {e.LoaderExceptions.FirstOrDefault()?.Message}");
        }
    }
}
