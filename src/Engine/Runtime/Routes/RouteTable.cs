using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>The user's routes of a process: what fits which request, in an order that is settled at start.</summary>
public sealed class RouteTable : IRouteTable
{
    /// <summary>The rule of requests that no route fits, where middleware has to see them all the same.</summary>
    private static readonly RouteRule s_builtIn = new(Traces.BuiltIn, Traces.BuiltIn, IsWork: false);

    private readonly IReadOnlyList<RouteEntryRule> _rules;
    private readonly IReadOnlyDictionary<string, RouteMethod> _methods;
    private readonly IReadOnlyList<(string Name, RouteMethod Method)> _continuations;
    private readonly ILookup<CallHook, RouteMethod> _hooks;

    internal RouteTable(RouteTableParts parts, IServiceProvider services)
    {
        _rules = parts.Rules;
        _methods = parts.Methods;
        _continuations = parts.Continuations;
        _hooks = parts.Hooks.ToLookup(h => h.Hook, h => h.Method);
        Before = parts.Before;
        Services = services;
        Lines = RouteTableText.Lines(parts);
    }

    /// <summary>Loads what an assembly has of routes, continuations, hooks and middleware.</summary>
    /// <param name="services">What the constructors want.</param>
    /// <param name="before">The host's own middleware, by name, in order, before the assembly's.</param>
    /// <exception cref="RouteTableException">Something has the wrong form, or two rules are ambiguous.</exception>
    public static RouteTable Load(
        Assembly assembly, IServiceProvider services, IReadOnlyList<NamedMiddleware>? before = null) =>
        Load([assembly], services, before);

    /// <summary>The same of several assemblies.</summary>
    public static RouteTable Load(
        IReadOnlyList<Assembly> assemblies, IServiceProvider services, IReadOnlyList<NamedMiddleware>? before = null) =>
        Of([.. assemblies.SelectMany(RouteTableReader.TypesOf)], services, before);

    /// <summary>The same of certain classes alone.</summary>
    public static RouteTable Of(
        IReadOnlyList<Type> types, IServiceProvider services, IReadOnlyList<NamedMiddleware>? before = null) =>
        new(new RouteTableReader(services, before ?? []).Read(types), services);

    /// <summary>Adds what the assembly's <see cref="SipServicesAttribute"/> methods add.</summary>
    /// <exception cref="RouteTableException">Such a method has another form.</exception>
    public static void AddServices(Assembly assembly, IServiceCollection services)
    {
        foreach (var method in RouteTableReader.TypesOf(assembly).SelectMany(RouteTableReader.MethodsOf))
        {
            if (method.GetCustomAttribute<SipServicesAttribute>() is null) continue;
            if (!method.IsStatic || method.GetParameters() is not [{ } only]
                || only.ParameterType != typeof(IServiceCollection))
                throw new RouteTableException(
                    [$"{RouteMethod.NameOf(method)}: expected static void {method.Name}(IServiceCollection)"]);
            method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [services], null);
        }
    }

    /// <summary>Whether there is nothing at all, so that the engine needs no table.</summary>
    public bool IsEmpty => _rules.Count == 0 && Before.Count == 0 && _hooks.Count == 0;

    /// <summary>What is in it and in which order, for people.</summary>
    public IReadOnlyList<string> Lines { get; }

    internal IReadOnlyList<NamedMiddleware> Before { get; }

    internal IServiceProvider Services { get; }

    /// <summary>
    /// For one run of user code, so that what is made for it goes with it; null where the host's services know no
    /// scopes.
    /// </summary>
    internal IServiceScope? CreateScope() => Services.GetService<IServiceScopeFactory>()?.CreateScope();

    public RouteRule? Find(RouteSubject subject, string? after = null)
    {
        var at = 0;
        if (after is not null)
        {
            while (at < _rules.Count && _rules[at].Rule.Name != after) at++;
            // A continuation, or a middleware, has nothing behind it.
            at++;
        }
        for (; at < _rules.Count; at++)
            if (_rules[at].Pattern.Matches(subject)) return _rules[at].Rule;
        return after is null && Before.Count > 0 && subject.IsServed ? s_builtIn : null;
    }

    public RouteRule? FindContinuation(string name, string rule)
    {
        var owner = MethodOf(rule)?.Owner;
        RouteMethod? found = null;
        foreach (var (given, method) in _continuations)
        {
            if (given != name) continue;
            if (method.Owner == owner) return RuleOf(method);
            found ??= method;
        }
        return found is null ? null : RuleOf(found);
    }

    public bool Has(CallHook hook) => _hooks.Contains(hook);

    internal IEnumerable<RouteMethod> HooksOf(CallHook hook) => _hooks[hook];

    /// <summary>The method of a rule; null for the built-in one and for one that this process does not have.</summary>
    internal RouteMethod? MethodOf(string rule) => _methods.GetValueOrDefault(rule);

    internal static bool IsBuiltIn(string rule) => rule == s_builtIn.Name;

    private static RouteRule RuleOf(RouteMethod method) => new(method.Name, RouteTableReader.Source, method.IsWork);
}

/// <summary>A rule with the requests that it fits.</summary>
internal sealed record RouteEntryRule(RouteRule Rule, RoutePattern Pattern, int Order);

/// <summary>A middleware and how it is called in traces.</summary>
public sealed record NamedMiddleware(string Name, ISipMiddleware Middleware);

/// <summary>What was found in the assemblies.</summary>
internal sealed record RouteTableParts
{
    /// <summary>In their order.</summary>
    public required IReadOnlyList<RouteEntryRule> Rules { get; init; }

    /// <summary>By the names of rules and of continuations.</summary>
    public required IReadOnlyDictionary<string, RouteMethod> Methods { get; init; }
    public required IReadOnlyList<(string Name, RouteMethod Method)> Continuations { get; init; }
    public required IReadOnlyList<(CallHook Hook, RouteMethod Method)> Hooks { get; init; }

    /// <summary>In their order.</summary>
    public required IReadOnlyList<NamedMiddleware> Before { get; init; }
}
