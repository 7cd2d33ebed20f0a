using System.Reflection;
using System.Runtime.CompilerServices;

namespace ServerlessSip.Architecture.References;

public class PurityTests
{
    private const string AsyncPart = "ServerlessSip.Engine.Runtime";

    private static readonly string[] Waiting =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask",
        "System.Collections.Generic.IAsyncEnumerable", "System.Collections.Generic.IAsyncEnumerator",
    ];

    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance |
        BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("ServerlessSip.Sip")]
    [InlineData("ServerlessSip.Engine")]
    public void Nothing_waits_in_pure_code(string assembly) =>
        Findings.None(
            $"{assembly} has no task, no async stream and no async method outside {AsyncPart}",
            Assembly.Load(assembly).GetTypes().Where(t => !IsAsyncPart(t)).SelectMany(WaitingMembers));

    [Fact]
    public void The_rule_finds_what_waits()
    {
        var found = WaitingMembers(typeof(Planted)).ToArray();
        Assert.Contains(found, f => f.Contains(nameof(Planted.Later), StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains(nameof(Planted.FireAndForget), StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains(nameof(Planted.Stream), StringComparison.Ordinal));
        Assert.DoesNotContain(found, f => f.Contains(nameof(Planted.Now), StringComparison.Ordinal));
    }

    [Fact]
    public void The_pure_projects_are_held_to_the_banned_symbols() =>
        Findings.None(
            "src/Sip, src/Ports and src/Engine set IsPure, which brings the analyzer and BannedSymbols.txt",
            Project.All.Where(p => p.Name is "Sip" or "Ports" or "Engine" && !p.IsPure).Select(p => p.Path));

    [Theory]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("T:System.Random")]
    [InlineData("T:System.Threading.Thread")]
    [InlineData("T:System.Threading.Tasks.Task")]
    [InlineData("N:System.IO")]
    [InlineData("T:System.Net.Sockets.Socket")]
    public void Clock_chance_threads_and_io_are_banned(string symbol) =>
        Assert.Contains(
            Repository.Read("BannedSymbols.txt").Split('\n'),
            l => l.StartsWith(symbol + ";", StringComparison.Ordinal));

    [Fact]
    public void The_ban_is_lifted_for_the_runtime_alone()
    {
        Findings.None(
            "RS0030 is silenced for src/Engine/Runtime in .editorconfig and nowhere else",
            Repository.TextFiles.Where(f => f != ".editorconfig" && !Repository.IsUnder(f, "tests/Architecture"))
                .Where(f => Repository.Read(f).Contains("RS0030", StringComparison.Ordinal)));
        var lines = Repository.Read(".editorconfig").Split('\n');
        var lifted = Array.FindIndex(lines, l => l.Contains("RS0030", StringComparison.Ordinal));
        Assert.Equal("[src/Engine/Runtime/**.cs]", lines[lifted - 1]);
        Assert.Equal(lifted, Array.FindLastIndex(lines, l => l.Contains("RS0030", StringComparison.Ordinal)));
    }

    private static bool IsAsyncPart(Type type) =>
        type.Namespace == AsyncPart || type.Namespace?.StartsWith(AsyncPart + ".", StringComparison.Ordinal) == true;

    private static IEnumerable<string> WaitingMembers(Type type)
    {
        if (typeof(IAsyncStateMachine).IsAssignableFrom(type)) yield return $"{type.FullName} is a state machine";
        foreach (var method in type.GetMethods(Everything))
            if (Waits(method.ReturnType) || method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
                yield return $"{type.FullName}.{method.Name}";
    }

    private static bool Waits(Type type) =>
        Waiting.Contains((type.FullName ?? type.Namespace + "." + type.Name).Split('`')[0]);

    private sealed class Planted
    {
        public static Task<int> Later() => Task.FromResult(1);
        public static async void FireAndForget() => await Task.Yield();
        public static IAsyncEnumerable<int>? Stream() => null;
        public static int Now() => 1;
    }
}
