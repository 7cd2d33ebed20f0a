using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>A method of the user's: a route, a continuation or a hook.</summary>
internal sealed class RouteMethod
{
    private readonly ObjectFactory? _factory;
    private readonly MethodInvoker _invoker;
    private readonly bool _wantsToken;

    private RouteMethod(string name, MethodInfo method)
    {
        Name = name;
        Owner = method.DeclaringType!;
        IsWork = typeof(Task).IsAssignableFrom(method.ReturnType);
        _wantsToken = method.GetParameters().Length == 2;
        _invoker = MethodInvoker.Create(method);
        if (!method.IsStatic) _factory = ActivatorUtilities.CreateFactory(Owner, []);
    }

    public string Name { get; }
    public Type Owner { get; }

    /// <summary>Whether the code may wait.</summary>
    public bool IsWork { get; }

    /// <summary>Null with what was expected when the method has another form.</summary>
    public static RouteMethod? OfRoute(MethodInfo method, out string? expected)
    {
        expected = Fault(method, typeof(SipCall), [typeof(Route), typeof(Task<Route>)]);
        return expected is null ? new RouteMethod(NameOf(method), method) : null;
    }

    public static RouteMethod? OfHook(MethodInfo method, out string? expected)
    {
        expected = Fault(method, typeof(SipCallEvent), [typeof(void), typeof(Task)]);
        return expected is null ? new RouteMethod(NameOf(method), method) : null;
    }

    public static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    /// <summary>A new object of the class each time: nothing outlives a handler.</summary>
    public object? Invoke(IServiceProvider services, object argument, CancellationToken cancel)
    {
        var instance = _factory?.Invoke(services, []);
        return _wantsToken ? _invoker.Invoke(instance, argument, cancel) : _invoker.Invoke(instance, argument);
    }

    private static string? Fault(MethodInfo method, Type argument, Type[] results)
    {
        var parameters = method.GetParameters();
        // A route that returns a verb's own type is as good.
        var returns = Array.Exists(results, r => r == method.ReturnType)
            || (results[0] == typeof(Route) && typeof(Route).IsAssignableFrom(method.ReturnType));
        var takes = parameters is [{ } first, ..] && first.ParameterType == argument && parameters.Length <= 2
            && (parameters.Length == 1 || parameters[1].ParameterType == typeof(CancellationToken));
        if (returns && takes && !method.ContainsGenericParameters) return null;
        var names = string.Join(" or ", results.Select(r => r == typeof(Task<Route>) ? "Task<Route>" : Short(r)));
        return $"{names} {method.Name}({argument.Name}), with a CancellationToken behind or not";
    }

    private static string Short(Type type) => type == typeof(void) ? "void" : type.Name;
}
