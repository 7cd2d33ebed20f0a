using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Engine.Tests.Documents;

namespace ServerlessSip.Engine.Tests.Runtime.Routes;

/// <summary>What is held for user code while it runs, and let go of after.</summary>
public sealed class NoticeTests
{
    private readonly Heard _heard = new();

    [Fact]
    public async Task What_a_hook_wants_is_made_for_it_and_goes_when_it_is_done()
    {
        using var bench = Bench();
        Tell(bench, "one");
        Assert.True(await _heard.Entered.WaitAsync(RunnerBench.Soon));
        Assert.Equal((1, 0), (_heard.Made, _heard.Gone));

        _heard.Open.SetResult();

        await bench.Until(() => _heard.Gone == 1);
        Assert.Equal(1, _heard.Made);
    }

    [Fact]
    public async Task A_notice_that_a_hook_has_not_done_with_counts_among_those_that_wait()
    {
        using var bench = Bench(RouteRunnerOptions.Default with { MaxNotices = 1 });
        Tell(bench, "one");
        Assert.True(await _heard.Entered.WaitAsync(RunnerBench.Soon));
        Tell(bench, "two");
        _heard.Open.SetResult();
        await bench.Until(() => _heard.Gone == 1);

        await bench.Until(() =>
        {
            Tell(bench, "three");
            return _heard.Calls.Contains("three");
        });
        Assert.DoesNotContain("two", _heard.Calls);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public async Task Routes_that_wait_for_a_thread_are_bounded(int room, int refused)
    {
        using var bench = Bench(RouteRunnerOptions.Default with { MaxThreads = 1, MaxWaiting = room });
        bench.Ask("Asked.Blocks");
        Assert.True(await _heard.Entered.WaitAsync(RunnerBench.Soon));
        bench.Ask("Asked.Blocks");
        bench.Ask("Asked.Blocks");
        _heard.Open.SetResult();

        RouteAnswer[] answers = [await bench.Answer(), await bench.Answer(), await bench.Answer()];
        Assert.Equal(refused, answers.Count(a => a.Failure == RouteFailure.Busy));
    }

    [Fact]
    public async Task A_thread_keeps_no_trace_of_the_call_that_began_it()
    {
        using var bench = Bench();
        using (new Activity("turn").Start()) bench.Ask("Asked.Traced");
        Assert.Null((await bench.Answer()).Route!.Reason);
    }

    private RunnerBench Bench(RouteRunnerOptions? options = null) =>
        new([typeof(Hook), typeof(Asked)], options, services => services
            .AddSingleton(_heard).AddSingleton<IServiceScopeFactory>(new Scopes(_heard)));

    private static void Tell(RunnerBench bench, string callId) =>
        bench.Runner.Tell(RunnerBench.Key, new TellRoutes(
            CallHook.Ended, callId, ((CallState)SampleDocuments.Call().State!).Records[0],
            ImmutableSortedDictionary<string, string>.Empty));

    internal sealed class Heard
    {
        public int Made;
        public int Gone;
        public SemaphoreSlim Entered { get; } = new(0);
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public ConcurrentQueue<string> Calls { get; } = [];
    }

    internal sealed class Held;

    internal sealed class Hook(Heard heard, Held held)
    {
        [OnEnded]
        public async Task Hears(SipCallEvent call)
        {
            Assert.NotNull(held);
            heard.Calls.Enqueue(call.Id);
            heard.Entered.Release();
            await heard.Open.Task;
        }
    }

    internal sealed class Asked(Heard heard)
    {
        [SipRoute("INVITE", "a@*")]
        public Route Blocks(SipCall call)
        {
            heard.Entered.Release();
            heard.Open.Task.Wait();
            return Route.Reply(603);
        }

        [SipRoute("INVITE", "b@*")]
        public static Route Traced(SipCall call) =>
            Activity.Current is { } trace ? Route.Reply(603).Because(trace.OperationName) : Route.Reply(603);
    }

    private sealed class Scopes(Heard heard) : IServiceScopeFactory
    {
        public IServiceScope CreateScope() => new Scope(heard);
    }

    private sealed class Scope(Heard heard) : IServiceScope, IServiceProvider
    {
        private bool _made;

        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type type)
        {
            if (type != typeof(Held)) return type == typeof(Heard) ? heard : null;
            _made = true;
            Interlocked.Increment(ref heard.Made);
            return new Held();
        }

        public void Dispose()
        {
            if (_made) Interlocked.Increment(ref heard.Gone);
        }
    }
}
