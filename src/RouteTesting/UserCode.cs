using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Ports;

namespace ServerlessSip.RouteTesting;

/// <summary>Runs the user's routes on the thread of the test.</summary>
internal sealed class UserCode(RouteTable table, Func<RoutingSettings> settings, TimeProvider clock) : IRouteRunner
{
    private readonly List<RouteRun> _running = [];
    private readonly TestThread _thread = new();

    /// <summary>Where answers go.</summary>
    public required Action<Envelope> Send { get; init; }

    /// <summary>What hooks threw.</summary>
    public List<Exception> Faults { get; } = [];

    public ValueTask<BusResult> Run(ActorKey actor, InputId id, RouteQuestion question)
    {
        Begin(new RouteRun(table, actor, id, question), settings().RunTime);
        return new(BusResult.Sent);
    }

    /// <summary>A question that may wait.</summary>
    public void Work(Envelope envelope)
    {
        var question = (RouteQuestion)envelope.Payload!;
        Begin(new RouteRun(table, envelope.Actor, envelope.Id, question), question.AnswerBy - clock.GetUtcNow());
    }

    public void Stop(ActorKey actor, string tag)
    {
        foreach (var run in _running.ToArray())
        {
            if (run.Actor != actor || run.Question.Tag != tag) continue;
            run.GiveUp();
            run.Cancel();
        }
    }

    public void Tell(ActorKey actor, TellRoutes notice)
    {
        foreach (var hook in table.HooksOf(notice.Hook))
        {
            try
            {
                if (hook.Invoke(table.Services, new SipCallEvent(notice), CancellationToken.None) is Task task)
                    _ = Watch(task);
            }
            catch (Exception fault)
            {
                // host loop: user code may throw anything; as in a host it costs this notice only.
                Faults.Add(fault);
            }
        }
    }

    /// <summary>Sends the answers that are there; true when there were any.</summary>
    public bool Collect()
    {
        var any = _thread.RunAll();
        foreach (var run in _running.ToArray())
        {
            if (!run.Answer.IsCompleted) continue;
            _running.Remove(run);
            any = true;
            if (run.Answer.Result is { } answer) Send(Answer(run, answer));
        }
        return any;
    }

    /// <summary>Whether code waits for something.</summary>
    public bool IsWaiting => _running.Count > 0;

    private void Begin(RouteRun run, TimeSpan time)
    {
        _running.Add(run);
        // Code that never comes back would stop the test for good: on a thread of its own it costs its request only.
        var thread = new Thread(() => _thread.Run(run.Execute)) { IsBackground = true, Name = "route" };
        thread.Start();
        if (!thread.Join(TimeSpan.FromSeconds(2))) run.TimeOut();
        clock.CreateTimer(_ => TimeOut(run), null, time, Timeout.InfiniteTimeSpan);
    }

    private static void TimeOut(RouteRun run)
    {
        if (run.Answer.IsCompleted) return;
        run.TimeOut();
        run.Cancel();
    }

    private async Task Watch(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.Exception?.InnerException is { } fault) Faults.Add(fault);
    }

    private Envelope Answer(RouteRun run, RouteAnswer answer) => new()
    {
        Id = run.Id,
        Actor = run.Actor,
        Kind = EnvelopeKind.Answer,
        Payload = answer,
        At = clock.GetUtcNow(),
    };
}
