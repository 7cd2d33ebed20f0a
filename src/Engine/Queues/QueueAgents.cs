using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Queues;

/// <summary>Agents log in and out. A login is a lease: it ends by itself unless it is renewed.</summary>
internal static class QueueAgents
{
    /// <summary>A member's phones came or went.</summary>
    public static Decision Reachable(QueueState? state, AgentReachable reachable, in Env env)
    {
        var turn = QueueTurn.Begin(state, reachable.Queue, env);
        if (turn.Options is not { LoginByRegistering: true } options || options.Member(reachable.Agent) is null)
            return Decision.Nothing(state);
        if (reachable.Until is { } until && until > turn.Now) Login(turn, reachable.Agent, until);
        else if (turn.Agent(reachable.Agent) is { } agent) Logout(turn, agent);
        else return Decision.Nothing(state);
        return turn.Finish();
    }

    /// <summary>The tag of the last of several questions about members.</summary>
    public const string LastTag = "last member";

    /// <summary>
    /// Where the phones of the first members are: a queue that is new in the configuration has heard of nobody yet.
    /// </summary>
    public static ImmutableArray<Effect> AskFor(QueueOptions options, in Env env)
    {
        var count = Math.Min(options.Members.Length, QueueLimits.MaxAskedFor);
        var asks = ImmutableArray.CreateBuilder<Effect>(count);
        for (var i = 0; i < count; i++)
        {
            var aor = $"{options.Members[i].User}@{env.Settings.Domains.Primary}";
            asks.Add(new AskLocation(i == count - 1 ? LastTag : "member", aor));
        }
        return asks.ToImmutable();
    }

    public static Decision Located(QueueState? state, JoinQueue join, LocationAnswer answer, in Env env)
    {
        if (answer.Location is not { Bindings.IsEmpty: false } location) return Decision.Nothing(state);
        var until = location.Bindings.Max(b => b.ExpiresAt);
        if (until <= env.Now) return Decision.Nothing(state);
        var turn = QueueTurn.Begin(state, join.Queue, env);
        Login(turn, location.Aor, until);
        return new Decision(turn.State, turn.Effects.DrainToImmutable());
    }

    public static void Login(QueueTurn turn, string agent, DateTimeOffset until)
    {
        if (turn.Agent(agent) is { } known && known.LoginUntil > turn.Now)
        {
            turn.Set(known with { LoginUntil = until });
            return;
        }
        var back = turn.Agent(agent) ?? new QueueAgent { Agent = agent, LoginUntil = until, IdleSince = turn.Now };
        Change(turn, back with { LoginUntil = until, IdleSince = turn.Now });
    }

    /// <summary>He gets no further call; one that he is in goes on, one that rings stops.</summary>
    public static void Logout(QueueTurn turn, QueueAgent agent)
    {
        if (agent.Offer is { } offer)
        {
            turn.Tell(offer.Ticket.Call, new WithdrawOffer(offer.Ticket.Visit, offer.Id));
            agent = agent with { Offer = null };
        }
        Change(turn, agent with { LoginUntil = turn.Now });
    }

    /// <summary>Saves what became of an agent and says so; one who is logged out and done is forgotten.</summary>
    public static void Change(QueueTurn turn, QueueAgent agent)
    {
        // What was told last: that a rest or a login has run out meanwhile is news.
        var before = turn.Agent(agent.Agent)?.Word(DateTimeOffset.MinValue) ?? "off";
        if (agent is { IsTaken: false } && agent.LoginUntil <= turn.Now) turn.Remove(agent);
        else turn.Set(agent);
        var word = agent.Word(turn.Now);
        if (word != before) QueueEvents.Agent(turn, agent, word);
    }
}
