namespace ServerlessSip.Samples;

/// <summary>The services of routes that are only looked at.</summary>
internal sealed class Nothing : IServiceProvider
{
    public object? GetService(Type serviceType) => null;
}
