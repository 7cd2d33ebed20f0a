using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>An effect whose answer takes its time.</summary>
/// <param name="Actor">Who is answered.</param>
/// <param name="Id">The id of the effect, and so of the answer: the first that is saved wins.</param>
public sealed record WorkItem(ActorKey Actor, InputId Id, Effect Effect);

/// <summary>Does what a turn must not wait for, and sends the answer as an envelope of kind Answer.</summary>
public interface IWork
{
    /// <summary>Takes the work over and returns at once; Full when there is too much of it.</summary>
    ValueTask<BusResult> Start(WorkItem item);
}
