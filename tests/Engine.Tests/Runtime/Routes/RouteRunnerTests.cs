using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Engine.Tests.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime.Routes;

public sealed class RouteRunnerTests
{
    private readonly Gates _gates = new();

    [Fact]
    public async Task A_route_has_the_call_and_what_its_constructor_wants_and_its_state_goes_with_the_answer()
    {
        using var bench = Bench();
        bench.Ask("Good.Plain", "sales", "X-Dept: a\r\n");
        var answer = await bench.Answer();
        Assert.Equal(
            """{"ring":["sip:sales@sip.test"],"because":"INVITE from mallory at 192.0.2.7, a"}""",
            answer.Route!.ToString());
        Assert.Equal(("Good.Plain", "C#", RouteFailure.None), (answer.Rule, answer.Source, answer.Failure));
        Assert.Equal("""{"v":1,"d":{"Times":1}}""", answer.State["seen"]);
    }

    [Theory]
    [InlineData("Bad.Throws", RouteFailure.Threw, "InvalidOperationException: on purpose")]
    [InlineData("Bad.ThrowsLater", RouteFailure.Threw, "InvalidOperationException: on purpose")]
    [InlineData("Bad.Null", RouteFailure.Invalid, "it decided nothing: null")]
    [InlineData("Bad.NullTask", RouteFailure.Invalid, "it decided nothing: null")]
    [InlineData("Bad.NullLater", RouteFailure.Invalid, "it decided nothing: null")]
    [InlineData("Bad.Invalid", RouteFailure.Threw, "ArgumentException: expected a status from 200 to 699")]
    [InlineData("Nobody.Nowhere", RouteFailure.Unknown, "Nobody.Nowhere")]
    [InlineData("NoConstructor.Any", RouteFailure.Threw, "InvalidOperationException: Unable to resolve service")]
    public async Task What_a_route_does_wrong_is_told_as_a_failure(string rule, RouteFailure failure, string detail)
    {
        using var bench = Bench();
        bench.Ask(rule);
        var answer = await bench.Answer();
        Assert.Null(answer.Route);
        Assert.Equal(failure, answer.Failure);
        Assert.StartsWith(detail, answer.Detail);
    }

    [Theory]
    [InlineData("Slow.Blocks", 200)]
    [InlineData("Slow.Waits", 10_000)]
    [InlineData("Slow.BlocksLater", 10_000)]
    public async Task A_route_that_takes_too_long_is_a_failure_at_its_time_and_not_before(string rule, int limit)
    {
        using var bench = Bench();
        bench.Ask(rule);
        await _gates.Entered.WaitAsync(RunnerBench.Soon);
        bench.Time.Advance(TimeSpan.FromMilliseconds(limit - 1));
        Assert.False(bench.HasAnswer);
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(RouteFailure.TimedOut, (await bench.Answer()).Failure);
        await bench.Until(() => bench.Runner.Stuck == 1);
        _gates.Open();
        await bench.Until(() => bench.Runner.Stuck == 0);
        Assert.False(bench.HasAnswer);
    }

    [Fact]
    public async Task The_token_fires_when_the_time_is_over()
    {
        using var bench = Bench();
        bench.Ask("Slow.Obeys");
        await _gates.Entered.WaitAsync(RunnerBench.Soon);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(RouteFailure.TimedOut, (await bench.Answer()).Failure);
        await _gates.Cancelled.Task.WaitAsync(RunnerBench.Soon);
    }

    [Fact]
    public async Task The_token_fires_when_the_caller_gives_up_and_no_answer_is_sent()
    {
        using var bench = Bench();
        var question = bench.Ask("Slow.Obeys");
        await _gates.Entered.WaitAsync(RunnerBench.Soon);
        bench.Runner.Stop(RunnerBench.Key, question.Tag);
        await _gates.Cancelled.Task.WaitAsync(RunnerBench.Soon);
        await bench.Until(() => bench.Runner is { Running: 0, Stuck: 0 });
        Assert.False(bench.HasAnswer);
    }

    [Fact]
    public async Task Where_the_CANCEL_comes_to_another_process_the_document_tells_within_a_second()
    {
        var store = new MemoryStateStore();
        using var bench = Bench(new RouteRunnerOptions { WatchEvery = TimeSpan.FromMilliseconds(500) }, store: store);
        var etag = (await store.Put(RunnerBench.Key, Document("1.1"), new DocumentColumns(), null)).ETag;
        bench.Ask("Slow.Obeys");
        await _gates.Entered.WaitAsync(RunnerBench.Soon);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_gates.Cancelled.Task.IsCompleted);
        await store.Put(RunnerBench.Key, Document(null), new DocumentColumns(), etag);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _gates.Cancelled.Task.WaitAsync(RunnerBench.Soon);
    }

    [Fact]
    public async Task Threads_that_hang_are_replaced_and_routes_that_do_not_go_on()
    {
        using var bench = Bench(new RouteRunnerOptions { MaxThreads = 2 });
        for (var i = 0; i < 10; i++)
        {
            bench.Ask("Slow.Blocks");
            await bench.Until(() => bench.HasAnswer);
            Assert.Equal(RouteFailure.TimedOut, (await bench.Answer()).Failure);
        }
        await bench.Until(() => bench.Runner.Stuck == 10);
        bench.Ask("Good.Plain");
        Assert.NotNull((await bench.Answer()).Route);
        _gates.Open();
    }

    [Fact]
    public async Task Past_the_limit_of_what_is_stuck_calls_are_answered_at_once()
    {
        using var bench = Bench(new RouteRunnerOptions { MaxStuck = 2 });
        for (var i = 0; i < 2; i++)
        {
            bench.Ask("Slow.Blocks");
            await bench.Until(() => bench.HasAnswer);
            await bench.Answer();
        }
        await bench.Until(() => bench.Runner.Stuck == 2);
        bench.Ask("Good.Plain");
        Assert.Equal(RouteFailure.Busy, (await bench.Answer()).Failure);
        _gates.Open();
        await bench.Until(() => bench.Runner.Stuck == 0);
        bench.Ask("Good.Plain");
        Assert.NotNull((await bench.Answer()).Route);
    }

    [Fact]
    public async Task Work_waits_for_its_turn_and_past_the_limit_is_answered_at_once()
    {
        using var bench = Bench(new RouteRunnerOptions { MaxWork = 1, MaxWaiting = 1 });
        bench.Ask("Slow.Waits");
        await _gates.Entered.WaitAsync(RunnerBench.Soon);
        bench.Ask("Good.Later");
        bench.Ask("Good.Later");
        var busy = await bench.Answer();
        Assert.Equal(("1.3", RouteFailure.Busy), (busy.Tag, busy.Failure));
        _gates.Open();
        string[] tags = [(await bench.Answer()).Tag, (await bench.Answer()).Tag];
        Assert.Equal(["1.1", "1.2"], tags.Order());
    }

    [Fact]
    public async Task Middleware_comes_first_in_its_order_and_its_decision_is_the_last()
    {
        var seen = new List<string>();
        NamedMiddleware[] before =
        [
            new("one", new Says(seen, "one", null)), new("two", new Says(seen, "two", Route.Reply(403))),
            new("three", new Says(seen, "three", null)),
        ];
        using var bench = Bench(before: before);
        bench.Ask("Good.Plain");
        var answer = await bench.Answer();
        Assert.Equal(("""{"reply":403}""", "two", "middleware"), ($"{answer.Route}", answer.Rule, answer.Source));
        Assert.Equal(["one", "two"], seen);
    }

    [Fact]
    public async Task Middleware_that_lets_a_request_pass_where_no_route_fits_leaves_it_to_the_built_in()
    {
        using var bench = Bench(before: [new("one", new Says([], "one", null))]);
        bench.Ask("built-in");
        Assert.Equal("""{"continue":true}""", (await bench.Answer()).Route!.ToString());
    }

    [Fact]
    public async Task Hooks_hear_of_calls_and_one_that_throws_costs_nobody_else()
    {
        using var bench = Bench();
        var call = ((CallState)SampleDocuments.Call().State!).Records[0];
        var state = ImmutableSortedDictionary<string, string>.Empty;
        bench.Runner.Tell(RunnerBench.Key, new TellRoutes(CallHook.Ended, "one", call, state));
        Assert.Equal("alice@example.com busy", await _gates.Told.Task.WaitAsync(RunnerBench.Soon));
        bench.Ask("Good.Plain");
        Assert.NotNull((await bench.Answer()).Route);
    }

    [Fact]
    public async Task A_question_from_another_process_is_run_from_its_bytes()
    {
        using var bench = Bench();
        var question = SampleDocuments.Question(SampleDocuments.Invite()) with
        {
            Rule = "Good.Plain",
            AnswerBy = bench.Time.GetUtcNow() + TimeSpan.FromSeconds(1),
        };
        await bench.Runner.Work(new Envelope
        {
            Id = new InputId(1),
            Actor = RunnerBench.Key,
            Kind = EnvelopeKind.Work,
            Bytes = PayloadCodec.Encode(question)!,
            At = bench.Time.GetUtcNow(),
        });
        Assert.Equal("Good.Plain", (await bench.Answer()).Rule);
    }

    private RunnerBench Bench(
        RouteRunnerOptions? options = null, IReadOnlyList<NamedMiddleware>? before = null, IStateStore? store = null) =>
        new([typeof(Good), typeof(Bad), typeof(Slow), typeof(NoConstructor), typeof(Hooks)], options,
            services => services.AddSingleton(_gates), before, store);

    private static ActorDocument Document(string? waiting)
    {
        var document = SampleDocuments.Call();
        var state = (CallState)document.State!;
        var context = state.Contexts[0];
        context = context with
        {
            Phase = ContextPhase.Open,
            Cancelled = false,
            Route = context.Route! with { Waiting = waiting },
        };
        return document with { State = state with { Contexts = [context] } };
    }

    internal sealed class Gates
    {
        private readonly ManualResetEventSlim _open = new();

        public SemaphoreSlim Entered { get; } = new(0);
        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource<string> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open()
        {
            _open.Set();
            Opened.TrySetResult();
        }

        public void Block()
        {
            Entered.Release();
            _open.Wait();
        }
    }

    internal sealed class Good(Gates gates)
    {
        [SipRoute("INVITE", "a@*")]
        public Route Plain(SipCall call)
        {
            Assert.NotNull(gates);
            call.State<Seen>().Times++;
            return Route.Ring($"{call.User}@{call.Host}").Because(
                $"{call.Method} from {call.FromUser} at {call.Source}, {call.Header("X-Dept")}");
        }

        [SipRoute("INVITE", "b@*")]
        public async Task<Route> Later(SipCall call)
        {
            await Task.Yield();
            return Route.Reply(480);
        }
    }

    [CallState("seen")]
    internal sealed class Seen
    {
        public int Times { get; set; }
    }

    internal sealed class Bad
    {
        [SipRoute("INVITE", "c@*")]
        public static Route Throws(SipCall call) => throw new InvalidOperationException("on purpose");

        [SipRoute("INVITE", "d@*")]
        public static async Task<Route> ThrowsLater(SipCall call)
        {
            await Task.Yield();
            throw new InvalidOperationException("on purpose");
        }

        [SipRoute("INVITE", "e@*")]
        public static Route Null(SipCall call) => null!;

        [SipRoute("INVITE", "f@*")]
        public static Task<Route> NullTask(SipCall call) => null!;

        [SipRoute("INVITE", "g@*")]
        public static Task<Route> NullLater(SipCall call) => Task.FromResult<Route>(null!);

        [SipRoute("INVITE", "h@*")]
        public static Route Invalid(SipCall call) => Route.Reply(7);
    }

    internal sealed class Slow(Gates gates)
    {
        [SipRoute("INVITE", "i@*")]
        public Route Blocks(SipCall call)
        {
            gates.Block();
            return Route.Reply(603);
        }

        [SipRoute("INVITE", "j@*")]
        public async Task<Route> Waits(SipCall call)
        {
            gates.Entered.Release();
            await gates.Opened.Task;
            return Route.Reply(603);
        }

        [SipRoute("INVITE", "k@*")]
        public async Task<Route> BlocksLater(SipCall call)
        {
            await Task.Yield();
            gates.Block();
            return Route.Reply(603);
        }

        [SipRoute("INVITE", "l@*")]
        public async Task<Route> Obeys(SipCall call, CancellationToken cancel)
        {
            gates.Entered.Release();
            var stopped = new TaskCompletionSource();
            using var _ = cancel.Register(stopped.SetResult);
            await stopped.Task;
            gates.Cancelled.TrySetResult();
            return Route.Reply(603);
        }
    }

    internal sealed class NoConstructor(Encoder encoder)
    {
        [SipRoute("INVITE", "m@*")]
        public Route Any(SipCall call) => Route.Reply(encoder.GetHashCode());
    }

    internal sealed class Hooks(Gates gates)
    {
        [OnEnded]
        public static void Fails(SipCallEvent call) => throw new InvalidOperationException("on purpose");

        [OnEnded]
        public async Task Hears(SipCallEvent call)
        {
            await Task.Yield();
            gates.Told.TrySetResult($"{call.From} {call.Reason}");
        }
    }

    private sealed class Says(List<string> seen, string name, Route? decides) : ISipMiddleware
    {
        public Route? Before(SipCall call)
        {
            seen.Add(name);
            return decides;
        }
    }
}
