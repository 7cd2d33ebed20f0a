using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>One question under way: user code, its time limit, its token, and the one answer that is sent.</summary>
internal sealed class RouteRun
{
    private const int MaxDetail = 200;

    private readonly RouteTable _table;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<RouteAnswer?> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipCall? _call;

    public RouteRun(RouteTable table, ActorKey actor, InputId id, RouteQuestion question)
    {
        (_table, Actor, Id, Question) = (table, actor, id, question);
    }

    public ActorKey Actor { get; }
    public InputId Id { get; }
    public RouteQuestion Question { get; }

    /// <summary>The one answer; null when nobody waits for it any more.</summary>
    public Task<RouteAnswer?> Answer => _answer.Task;

    /// <summary>Completes when the user's code has come back, whatever became of the answer.</summary>
    public Task Left => _left.Task;

    /// <summary>What the code threw; null for nothing.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Runs the code on the present thread until it ends or first waits.</summary>
    public void Execute()
    {
        if (_answer.Task.IsCompleted)
        {
            _left.TrySetResult();
            return;
        }
        try
        {
            _call = new SipCall(Question);
            if (Question.IsFirst && Before() is { } decided) End(decided.Route, decided.Name, "middleware");
            else if (RouteTable.IsBuiltIn(Question.Rule)) End(Route.Continue(), Question.Rule, Question.Source);
            else if (_table.MethodOf(Question.Rule) is not { } method) Fail(RouteFailure.Unknown, Question.Rule);
            else Invoke(method);
        }
        catch (Exception fault)
        {
            // host loop: user code may throw anything; it costs this request only.
            Threw(fault);
        }
    }

    /// <summary>No answer in time; the code's token fires.</summary>
    public void TimeOut() => Fail(RouteFailure.TimedOut, null);

    /// <summary>Too much runs already: the code is not run at all.</summary>
    public void Refuse()
    {
        Fail(RouteFailure.Busy, null);
        _left.TrySetResult();
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    public void GiveUp() => _answer.TrySetResult(null);

    /// <summary>Fires the code's token; what it has registered there is user code as well.</summary>
    public void Cancel() => _stop.Cancel();

    private (Route Route, string Name)? Before()
    {
        foreach (var (name, middleware) in _table.Before)
            if (middleware.Before(_call!) is { } route) return (route, name);
        return null;
    }

    private void Invoke(RouteMethod method)
    {
        var scope = _table.CreateScope();
        var services = scope?.ServiceProvider ?? _table.Services;
        var waits = false;
        try
        {
            var result = method.Invoke(services, _call!, _stop.Token);
            if (result is not Task<Route> task)
            {
                End(result as Route, Question.Rule, Question.Source);
                return;
            }
            waits = true;
            _ = Finish(task, scope);
        }
        finally
        {
            if (!waits) scope?.Dispose();
        }
    }

    /// <summary>Its await comes back to the threads of user code, as the code's own do.</summary>
    private async Task Finish(Task<Route> task, IServiceScope? scope)
    {
        try
        {
            using var _ = scope;
            End(await task, Question.Rule, Question.Source);
        }
        catch (Exception fault)
        {
            // host loop: user code may throw anything; it costs this request only.
            Threw(fault);
        }
    }

    private void End(Route? route, string rule, string source)
    {
        if (route is null) Fail(RouteFailure.Invalid, "it decided nothing: null");
        else _answer.TrySetResult(new RouteAnswer(Question.Tag, route, RouteFailure.None, rule, source)
        {
            State = _call!.States.Changed(),
        });
        _left.TrySetResult();
    }

    private void Threw(Exception fault)
    {
        Fault = fault;
        // Code that ends because its token has fired has nothing to answer for.
        var detail = $"{fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}";
        Fail(RouteFailure.Threw, detail.Length > MaxDetail ? detail[..MaxDetail] : detail);
        _left.TrySetResult();
    }

    private void Fail(RouteFailure failure, string? detail)
    {
        _answer.TrySetResult(new RouteAnswer(Question.Tag, null, failure, Question.Rule, Question.Source)
        {
            Detail = detail,
        });
        if (failure == RouteFailure.Unknown) _left.TrySetResult();
    }
}
