using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Functions.Input;

/// <summary>Takes an input through its turn.</summary>
public delegate ValueTask<TurnOutcome> TurnRunner(Envelope input);
