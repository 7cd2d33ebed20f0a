using Microsoft.Extensions.DependencyInjection;

namespace ServerlessSip.Engine.Tests.Runtime.Routes;

/// <summary>Services that are objects already.</summary>
internal sealed class PlainServices(IServiceCollection services) : IServiceProvider
{
    public object? GetService(Type type) =>
        services.LastOrDefault(s => s.ServiceType == type)?.ImplementationInstance;
}
