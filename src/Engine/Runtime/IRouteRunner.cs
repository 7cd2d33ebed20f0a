using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// Runs the user's code off the turn and sends each answer as an envelope of kind Answer. Questions that are work come
/// from the bus, in an envelope of kind Work, to any instance.
/// </summary>
public interface IRouteRunner
{
    /// <summary>Takes a question that has its answer in a moment, and returns at once.</summary>
    /// <param name="id">The id of the effect, and so of the answer: the first that is saved wins.</param>
    ValueTask<BusResult> Run(ActorKey actor, InputId id, RouteQuestion question);

    /// <summary>The answer is of no use any more: the code's token is cancelled where it runs here.</summary>
    void Stop(ActorKey actor, string tag);

    /// <summary>Tells those who want to hear of it, in their own time.</summary>
    void Tell(ActorKey actor, TellRoutes notice);
}
