using System.Reflection;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>
/// The scenes of the other tests once more, with each write and each send failing and an engine dying after each save.
/// What a scene comes to may differ then; that the invariants hold may not.
/// </summary>
public class EverySceneTests
{
    private static readonly Type[] Scenes =
    [
        typeof(RareCallTests), typeof(StrangeRequestTests), typeof(LateTests), typeof(OddityTests), typeof(RouteTests),
        typeof(ForwardRouteTests), typeof(BridgeLossTests),
    ];

    public static TheoryData<string, string> Tests
    {
        get
        {
            var tests = new TheoryData<string, string>();
            foreach (var type in Scenes)
                foreach (var method in type.GetMethods().Where(m => m.IsDefined(typeof(FactAttribute))))
                    tests.Add(type.Name, method.Name);
            return tests;
        }
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void Whatever_write_or_send_fails_or_save_an_engine_dies_after_the_invariants_hold(string type, string test)
    {
        var method = Scenes.Single(t => t.Name == type).GetMethod(test)!;
        foreach (var arguments in ArgumentsOf(method))
        {
            var whole = new Failing();
            Assert.True(Passes(method, arguments, whole));
            var (writes, sends, saves) = whole.Counted;
            Assert.InRange(sends, 1, 1_000);
            for (var n = 0; n < writes; n++) Passes(method, arguments, new Failing(Write: n));
            for (var n = 0; n < sends; n++) Passes(method, arguments, new Failing(Send: n));
            for (var n = 0; n < saves; n++) Passes(method, arguments, new Failing(Save: n));
        }
    }

    private static IEnumerable<object?[]> ArgumentsOf(MethodInfo method)
    {
        var sources = method.GetCustomAttributes<Xunit.Sdk.DataAttribute>().ToArray();
        return sources.Length == 0 ? [[]] : sources.SelectMany(s => s.GetData(method));
    }

    /// <summary>False when the scene comes to something else; a broken invariant goes through.</summary>
    private static bool Passes(MethodInfo method, object?[] arguments, Failing failing)
    {
        try
        {
            failing.During(() => method.Invoke(Activator.CreateInstance(method.DeclaringType!), arguments));
            return true;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is SimulationException broken)
        {
            throw new InvalidOperationException($"{failing}: {broken.Message}", broken);
        }
        catch (TargetInvocationException)
        {
            return false;
        }
    }
}
