using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Routes;

/// <summary>
/// This project is yours: every class in it may have routes, continuations, hooks and middleware, and none has any yet.
/// docs/ROUTES.md tells how they look.
/// </summary>
public static class YourRoutes
{
    /// <summary>What the hosts load.</summary>
    public static Assembly Assembly => typeof(YourRoutes).Assembly;

    /// <summary>Add here what the constructors of your routes want; the clock is there for a start.</summary>
    [SipServices]
    public static void AddServices(IServiceCollection services) => services.AddSingleton(TimeProvider.System);
}
