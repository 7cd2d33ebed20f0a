using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Queues;

/// <summary>The commands that come over HTTP; who may give them was checked there.</summary>
public static class QueueCommands
{
    public const string Login = "queue-login";
    public const string Logout = "queue-logout";
    public const string Fetch = "park-fetch";

    /// <summary>A command about one agent of a queue, or the one who fetches a parked call.</summary>
    /// <param name="agent">As user@domain.</param>
    public static CommandReceived Command(string name, string queue, string agent) =>
        new(name, ImmutableDictionary<string, string>.Empty.Add("queue", queue).Add("agent", agent));

    internal static Decision Decide(QueueState? state, CommandReceived command, in Env env)
    {
        var queue = state?.Name ?? command.Arguments.GetValueOrDefault("queue");
        var agent = command.Arguments.GetValueOrDefault("agent");
        if (queue is null || agent is null) return Answer(state, 400, "queue and agent are needed");
        var turn = QueueTurn.Begin(state, queue, env);
        if (turn.Options is not { } options) return Answer(state, 404, "there is no such queue");
        return command.Name switch
        {
            Login when options.Member(agent) is null => Answer(state, 403, "no member of this queue"),
            Login when options.LoginByRegistering =>
                Answer(state, 409, "agents of this queue log in by registering a phone"),
            Login => LogIn(turn, agent, options),
            Logout when turn.Agent(agent) is not { } known || known.LoginUntil <= turn.Now =>
                Answer(state, 404, "not logged in"),
            Logout => LogOut(turn, turn.Agent(agent)!),
            Fetch when turn.State.Callers.IsEmpty => Answer(state, 404, "nobody is parked here"),
            Fetch => ParkFetch.By(turn, agent)
                ? Done(turn, "ringing at your phones") : Answer(state, 409, "somebody else is fetching it"),
            _ => Answer(state, 400, "unknown command"),
        };
    }

    private static Decision LogIn(QueueTurn turn, string agent, QueueOptions options)
    {
        QueueAgents.Login(turn, agent, turn.Now + options.LoginLife);
        return Done(turn, "logged in");
    }

    private static Decision LogOut(QueueTurn turn, QueueAgent agent)
    {
        QueueAgents.Logout(turn, agent);
        return Done(turn, "logged out");
    }

    private static Decision Done(QueueTurn turn, string detail) =>
        turn.Finish() with { Result = new CommandResult(200, detail) };

    private static Decision Answer(QueueState? state, int status, string detail) =>
        new(state, []) { Result = new CommandResult(status, detail) };
}
