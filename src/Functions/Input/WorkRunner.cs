using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Functions.Input;

/// <summary>Does one piece of work; its answer goes back to its actor over the bus.</summary>
public delegate ValueTask<TurnOutcome> WorkRunner(Envelope work, CancellationToken cancel);
