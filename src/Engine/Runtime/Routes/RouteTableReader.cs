using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>Finds routes in assemblies, checks their form, settles their order and refuses what is ambiguous.</summary>
internal sealed class RouteTableReader(IServiceProvider services, IReadOnlyList<NamedMiddleware> before)
{
    public const string Source = "C#";

    private const BindingFlags AllMethods = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly List<string> _faults = [];
    private readonly List<RouteEntryRule> _rules = [];
    private readonly Dictionary<string, RouteMethod> _methods = [];
    private readonly List<(string Name, RouteMethod Method)> _continuations = [];
    private readonly List<(CallHook, RouteMethod)> _hooks = [];
    private readonly List<(int Order, NamedMiddleware Middleware)> _before = [];

    /// <summary>Always in the same order.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly.GetTypes().Where(t => t is { IsClass: true, ContainsGenericParameters: false })
            .OrderBy(t => t.FullName, StringComparer.Ordinal);

    public static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetMethods(AllMethods).OrderBy(m => m.MetadataToken);

    /// <exception cref="RouteTableException">Something is wrong; all of it is said.</exception>
    public RouteTableParts Read(IReadOnlyList<Type> types)
    {
        foreach (var method in types.SelectMany(MethodsOf)) Add(method);
        foreach (var type in types) AddMiddleware(type);
        // The same order in every process: what is left equal goes by name.
        var rules = _rules.OrderBy(r => r.Order).ThenByDescending(r => r.Pattern.Rank)
            .ThenBy(r => r.Rule.Name, StringComparer.Ordinal).ToArray();
        RefuseAmbiguous(rules);
        if (_faults.Count > 0) throw new RouteTableException(_faults);
        return new RouteTableParts
        {
            Rules = rules,
            Methods = _methods,
            Continuations = _continuations,
            Hooks = _hooks,
            Before = [.. before, .. _before.OrderBy(b => b.Order).Select(b => b.Middleware)],
        };
    }

    private void Add(MethodInfo method)
    {
        var routes = method.GetCustomAttributes<SipRouteAttribute>().ToArray();
        var continuation = method.GetCustomAttribute<SipContinuationAttribute>();
        var hooks = method.GetCustomAttributes<CallHookAttribute>().ToArray();
        if (routes.Length > 0 || continuation is not null)
        {
            if (RouteMethod.OfRoute(method, out var expected) is not { } made) Refuse(method, expected!);
            else
            {
                AddRules(method, made, routes);
                if (continuation is not null) AddContinuation(method, made, continuation.Name);
            }
        }
        foreach (var hook in hooks)
        {
            if (RouteMethod.OfHook(method, out var expected) is { } made) _hooks.Add((hook.Hook, made));
            else Refuse(method, expected!);
        }
    }

    private void AddRules(MethodInfo method, RouteMethod made, SipRouteAttribute[] routes)
    {
        foreach (var route in routes)
        {
            var pattern = RoutePattern.Parse(route.Method, route.Pattern, route.Header, out var expected);
            if (pattern is null)
            {
                Refuse(method, expected!);
                continue;
            }
            var name = routes.Length == 1 ? made.Name : $"{made.Name}({route.Pattern})";
            if (_methods.TryAdd(name, made))
                _rules.Add(new RouteEntryRule(new RouteRule(name, Source, made.IsWork), pattern, route.Order));
            else Refuse(method, "a name of its own: there are two of this one");
        }
    }

    private void AddContinuation(MethodInfo method, RouteMethod made, string name)
    {
        if (!RouteChecks.Name.Holds(name)) Refuse(method, RouteChecks.Name.Expected);
        foreach (var (known, other) in _continuations)
            if (known == name && other.Owner == made.Owner)
                Refuse(method, $"another name for the continuation: {other.Name} is {name} as well");
        _continuations.Add((name, made));
        if (!_methods.TryAdd(made.Name, made) && _methods[made.Name].Owner != made.Owner)
            Refuse(method, "a name of its own: there are two of this one");
    }

    private void AddMiddleware(Type type)
    {
        if (type.GetCustomAttribute<SipMiddlewareAttribute>() is not { } given) return;
        if (!typeof(ISipMiddleware).IsAssignableFrom(type) || type.IsAbstract)
        {
            _faults.Add($"{type.Name}: expected a class that is an {nameof(ISipMiddleware)}");
            return;
        }
        foreach (var (order, other) in _before)
            if (order == given.Order)
                _faults.Add($"{type.Name} and {other.Name} have the same order {order}: which comes first?");
        var made = (ISipMiddleware)ActivatorUtilities.CreateInstance(services, type);
        _before.Add((given.Order, new NamedMiddleware(type.Name, made)));
    }

    private void RefuseAmbiguous(RouteEntryRule[] rules)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            for (var j = i + 1; j < rules.Length; j++)
            {
                var (a, b) = (rules[i], rules[j]);
                if (a.Order != b.Order || a.Pattern.Rank != b.Pattern.Rank || !a.Pattern.Overlaps(b.Pattern)) continue;
                _faults.Add($"{a.Rule.Name} ({a.Pattern}) and {b.Rule.Name} ({b.Pattern}) fit the same requests: "
                    + "give one of them an Order");
            }
        }
    }

    private void Refuse(MethodInfo method, string expected) =>
        _faults.Add($"{RouteMethod.NameOf(method)}: expected {expected}");
}
