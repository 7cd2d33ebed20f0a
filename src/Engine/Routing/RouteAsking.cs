using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;

namespace ServerlessSip.Engine.Routing;

/// <summary>Questions to user code and their answers: the first that is saved wins.</summary>
internal static class RouteAsking
{
    /// <summary>Asks a rule, or one of its continuations, after the save.</summary>
    public static void Ask(
        CallTurn turn, int number, RouteRule rule, string? continuation, RouteOutcome outcome)
    {
        var context = turn.Context(number);
        var progress = context.Route!;
        var routing = turn.Settings.Routing!;
        var question = new RouteQuestion
        {
            Tag = $"{number}.{progress.Steps + 1}",
            Rule = rule.Name,
            Source = rule.Source,
            IsWork = rule.IsWork,
            Continuation = continuation,
            Outcome = outcome,
            IsFirst = progress.Steps == 0,
            Target = RouteEntry.Subject(turn, context.Request!).Target.ToString(),
            Request = context.Request!,
            Remote = context.Flow.Remote,
            Caller = progress.Caller,
            State = turn.State.RouteState,
            At = turn.Now,
            AnswerBy = turn.Now + (rule.IsWork ? routing.WorkTime : routing.RunTime),
        };
        turn.Replace(context with
        {
            Route = progress with
            {
                Rule = rule.Name,
                Source = rule.Source,
                Waiting = question.Tag,
                AnswerBy = question.AnswerBy + routing.AnswerGrace,
                Steps = progress.Steps + 1,
            },
        });
        turn.Effects.Add(new RunRoute(question));
    }

    public static Decision Decide(CallState? call, RouteAnswer answer, in Env env)
    {
        // Late, or the second: the caller has given up or has been served meanwhile.
        if (call is null || Find(call, answer.Tag) is not { } context) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        context = turn.Replace(context with
        {
            Route = context.Route! with
            {
                Rule = answer.Rule,
                Source = answer.Source,
                Waiting = null,
                AnswerBy = null,
            },
        });
        if (answer.Route is not { } route)
            Following.Fail(turn, context.Number, answer.Failure, answer.Detail);
        else if (!TryKeep(turn, answer))
            Following.Fail(turn, context.Number, RouteFailure.Invalid, "its state is too large");
        else
            Following.Take(turn, context.Number, route);
        return turn.Finish();
    }

    /// <summary>No answer at all: whoever ran the code may be dead.</summary>
    public static void GiveUp(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        var tag = context.Route!.Waiting!;
        turn.Replace(context with { Route = context.Route with { Waiting = null, AnswerBy = null } });
        turn.Effects.Add(new StopRoute(tag));
        Following.Fail(turn, number, RouteFailure.TimedOut, null);
    }

    private static ResponseContext? Find(CallState call, string tag)
    {
        foreach (var context in call.Contexts)
            if (context is { IsOpen: true, Cancelled: false } && context.Route?.Waiting == tag) return context;
        return null;
    }

    private static bool TryKeep(CallTurn turn, RouteAnswer answer)
    {
        if (answer.State.IsEmpty) return true;
        var state = turn.State.RouteState.SetItems(answer.State);
        var size = 0;
        foreach (var (name, value) in state) size += name.Length + value.Length;
        if (state.Count > turn.Limits.MaxRouteStates || size > turn.Limits.MaxRouteStateLength) return false;
        turn.State = turn.State with { RouteState = state };
        return true;
    }
}
