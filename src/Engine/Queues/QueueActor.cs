using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Queues;

/// <summary>The actor of one queue or park slot: who waits, who is free, who gets whom.</summary>
public sealed class QueueActor : IActor
{
    public ActorKind Kind => ActorKind.Queue;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env)
    {
        var queue = (QueueState?)state;
        return input switch
        {
            Told { Body: JoinQueue join } => QueueCallers.Join(queue, join, env),
            LocationAnswer { Cause: Told { Body: JoinQueue join } } answer =>
                QueueCallers.Located(queue, join, answer, env),
            Told { Body: AgentReachable reachable } => QueueAgents.Reachable(queue, reachable, env),
            CommandReceived command => QueueCommands.Decide(queue, command, env),
            _ when queue is null => Decision.Nothing(state),
            Told { Body: LeaveQueue leave } => QueueCallers.Leave(queue, leave, env),
            Told { Body: OfferEnded ended } => QueueOffers.Ended(queue, ended, env),
            Told { Body: TalkTold told } => QueueOffers.Told(queue, told, env),
            TimerFired => QueueDeadlines.Decide(queue, env),
            _ => Decision.Nothing(state),
        };
    }
}
