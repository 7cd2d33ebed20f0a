using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests;

/// <summary>Takes commands and gives the answer that the test has set; null is none in time.</summary>
internal sealed class FakeCommands
{
    public List<(ActorKey Actor, CommandReceived Command, string? Once)> Sent { get; } = [];

    public CommandResult? Answer { get; set; } = new(200, "1 contact removed");

    public ValueTask<CommandResult?> Send(
        ActorKey actor, CommandReceived command, string? idempotencyKey, CancellationToken cancel)
    {
        Sent.Add((actor, command, idempotencyKey));
        return new(Answer);
    }
}
