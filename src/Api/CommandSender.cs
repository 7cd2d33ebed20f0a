using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Api;

/// <summary>Sends a write through the bus and waits for its result; null when there is none in time.</summary>
/// <param name="idempotencyKey">The same key names the same command of that actor; null for one of its own.</param>
public delegate ValueTask<CommandResult?> CommandSender(
    ActorKey actor, CommandReceived command, string? idempotencyKey, CancellationToken cancel);
