using System.Reflection;
using System.Runtime.Loader;

namespace ServerlessSip.Hosting.UserCode;

/// <summary>An assembly of routes from a file: what the host has it shares, the rest lies beside the file.</summary>
internal sealed class RouteAssembly : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _beside;

    private RouteAssembly(string path)
        : base(Path.GetFileNameWithoutExtension(path)) => _beside = new AssemblyDependencyResolver(path);

    /// <exception cref="BadImageFormatException">The file is no assembly.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Assembly Load(string path) => new RouteAssembly(path).LoadFromAssemblyPath(path);

    protected override Assembly? Load(AssemblyName name)
    {
        try
        {
            // The engine's types must be the host's, or no route would be one.
            if (Default.LoadFromAssemblyName(name) is { } shared) return shared;
        }
        catch (IOException)
        {
            // The host has no such assembly.
        }
        return _beside.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
