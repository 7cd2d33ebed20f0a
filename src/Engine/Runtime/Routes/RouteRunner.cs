using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>
/// Runs the user's routes on threads of their own, within their times, and sends the answers to the bus.
/// </summary>
public sealed class RouteRunner : IRouteRunner, IDisposable
{
    private readonly ConcurrentDictionary<(ActorKey Actor, string Tag), RouteRun> _runs = new();
    private readonly RouteRunnerParts _parts;
    private readonly RouteRunnerOptions _options;
    private readonly RouteThreads _threads;
    private readonly SemaphoreSlim _working;
    private readonly Meter _meter = new(RuntimeTelemetry.Name);
    private readonly Counter<long> _failed;
    private int _waiting;
    private int _stuckTasks;
    private int _notices;

    public RouteRunner(RouteRunnerParts parts)
    {
        (_parts, _options) = (parts, parts.Options);
        _threads = new RouteThreads(parts.Clock, _options, fault => parts.Log.RouteLeftBehind(fault));
        _working = new SemaphoreSlim(_options.MaxWork);
        _failed = _meter.CreateCounter<long>("sip.routes.failed");
        _meter.CreateObservableUpDownCounter("sip.routes.running", () => Running);
        _meter.CreateObservableUpDownCounter("sip.routes.stuck", () => Stuck);
    }

    /// <summary>
    /// What has not come back from user code in time: threads, and runs, most of which are on one of these threads.
    /// </summary>
    public int Stuck => Math.Max(_threads.Stuck, Volatile.Read(ref _stuckTasks));

    /// <summary>Questions that are under way.</summary>
    public int Running => _runs.Count;

    public ValueTask<BusResult> Run(ActorKey actor, InputId id, RouteQuestion question)
    {
        var run = new RouteRun(_parts.Table, actor, id, question);
        var running = Answered(run, _parts.Settings.RunTime);
        return _options.RunToEnd ? Ended(running) : new(BusResult.Sent);
    }

    /// <summary>Takes a question that may wait, as the bus delivers it; completes with the answer on its way.</summary>
    public async Task Work(Envelope envelope)
    {
        var payload = envelope.Payload ?? PayloadCodec.Decode(envelope.Bytes.Span);
        if (payload is not RouteQuestion question) return;
        var run = new RouteRun(_parts.Table, envelope.Actor, envelope.Id, question);
        if (Interlocked.Increment(ref _waiting) > _options.MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            run.Refuse();
            await Send(run, (await run.Answer)!);
            return;
        }
        // Known before it runs, so that a CANCEL finds it.
        _runs[(run.Actor, question.Tag)] = run;
        await _working.WaitAsync();
        Interlocked.Decrement(ref _waiting);
        try
        {
            await Answered(run, question.AnswerBy - _parts.Clock.GetUtcNow());
        }
        finally
        {
            _working.Release();
        }
    }

    public void Stop(ActorKey actor, string tag)
    {
        if (!_runs.TryGetValue((actor, tag), out var run)) return;
        run.GiveUp();
    }

    public void Tell(ActorKey actor, TellRoutes notice)
    {
        foreach (var hook in _parts.Table.HooksOf(notice.Hook))
        {
            if (Interlocked.Increment(ref _notices) > _options.MaxNotices || Stuck >= _options.MaxStuck)
            {
                Interlocked.Decrement(ref _notices);
                _parts.Log.NoticeDropped(hook.Name, notice.CallId);
                continue;
            }
            _threads.Run(() => _ = Tell(hook, notice));
        }
    }

    public void Dispose()
    {
        _threads.Dispose();
        _meter.Dispose();
        foreach (var run in _runs.Values) run.GiveUp();
    }

    /// <summary>From the first line of user code to the answer on the bus.</summary>
    private async Task Answered(RouteRun run, TimeSpan time)
    {
        var key = (run.Actor, run.Question.Tag);
        _runs[key] = run;
        // The time of code that may not wait runs from its first line on, not while it waits for a thread.
        using var limit = new RunLimit(run, time, _parts.Clock);
        if (Stuck >= _options.MaxStuck || _threads.Waiting >= _options.MaxWaiting) run.Refuse();
        else Begin(run, limit, time);
        using var watch = run.Question.IsWork ? Watch(run) : null;
        var answer = await run.Answer;
        _runs.TryRemove(new KeyValuePair<(ActorKey, string), RouteRun>(key, run));
        if (answer is not { Failure: RouteFailure.None }) Leave(run, answer);
        if (answer is not null) await Send(run, answer);
    }

    private void Begin(RouteRun run, RunLimit limit, TimeSpan time)
    {
        if (time <= TimeSpan.Zero) run.TimeOut();
        _threads.Run(() =>
        {
            limit.Begin();
            run.Execute();
        });
    }

    /// <summary>The code's token fires, and it counts as stuck until it comes back.</summary>
    private void Leave(RouteRun run, RouteAnswer? answer)
    {
        if (answer is not null)
        {
            _failed.Add(1, new KeyValuePair<string, object?>("failure", answer.Failure.ToString()));
            _parts.Log.RouteFailed(run.Fault, answer.Rule, CallIdOf(run.Question), Said(answer));
        }
        if (run.Left.IsCompleted) return;
        _threads.Run(run.Cancel);
        Interlocked.Increment(ref _stuckTasks);
        run.Left.ContinueWith(
            _ => Interlocked.Decrement(ref _stuckTasks), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static async ValueTask<BusResult> Ended(Task running)
    {
        await running;
        return BusResult.Sent;
    }

    private Task Send(RouteRun run, RouteAnswer answer) => Answers.Send(
        _parts.Bus, _parts.Clock, _parts.Limits,
        Answers.Envelope(run.Actor, run.Id, answer, _parts.Clock.GetUtcNow()));

    /// <summary>Where the caller's CANCEL comes to another process, the document tells of it.</summary>
    private ITimer? Watch(RouteRun run)
    {
        if (_options.WatchEvery is not { } every || _parts.Store is not { } store) return null;
        return _parts.Clock.CreateTimer(_ => _ = Look(run, store), null, every, every);
    }

    private static async Task Look(RouteRun run, IStateStore store)
    {
        var read = await store.Get(run.Actor);
        // A store that does not answer says nothing.
        if (read.Status is not (StoreStatus.Ok or StoreStatus.NotFound)) return;
        if ((read.Document as ActorDocument)?.State is CallState call)
            foreach (var context in call.Contexts)
                if (context is { IsOpen: true, Cancelled: false } && context.Route?.Waiting == run.Question.Tag) return;
        run.GiveUp();
    }

    private async Task Tell(RouteMethod hook, TellRoutes notice)
    {
        try
        {
            using var scope = _parts.Table.CreateScope();
            var services = scope?.ServiceProvider ?? _parts.Table.Services;
            if (hook.Invoke(services, new SipCallEvent(notice), CancellationToken.None) is Task task) await task;
        }
        catch (Exception fault)
        {
            // host loop: user code may throw anything; it costs this notice only.
            _parts.Log.NoticeFailed(fault, hook.Name, notice.CallId);
        }
        finally
        {
            Interlocked.Decrement(ref _notices);
        }
    }

    private static string Said(RouteAnswer answer) =>
        answer.Detail is null ? $"{answer.Failure}" : $"{answer.Failure}, {answer.Detail}";

    private static string CallIdOf(RouteQuestion question) =>
        System.Text.Encoding.UTF8.GetString(question.Request.CallId);
}
