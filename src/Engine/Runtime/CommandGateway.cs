using System.Security.Cryptography;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// The way of HTTP writes: through the bus to the actor, and back with the result that its document lists.
/// </summary>
public sealed class CommandGateway(RuntimeParts parts)
{
    private int _waiting;

    /// <summary>Sends a command and waits for its result, at most <see cref="RuntimeLimits.CommandWait"/>.</summary>
    /// <param name="idempotencyKey">The same key names the same command of that actor; null for one of its own.</param>
    /// <returns>Null when the result is not there in time: the caller answers 202.</returns>
    public async ValueTask<CommandResult?> Send(
        ActorKey actor, CommandReceived command, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        if (Interlocked.Increment(ref _waiting) > parts.Limits.MaxWaitingCommands)
        {
            Interlocked.Decrement(ref _waiting);
            return TooBusy;
        }
        var id = IdOf(actor, idempotencyKey);
        var result = parts.Results?.Expect(id);
        try
        {
            var sent = await parts.Bus.Send(Envelope(actor, id, command), cancel);
            if (sent != BusResult.Sent) return TooBusy;
            return result is null ? await Poll(actor, id, cancel) : await WaitFor(result, cancel);
        }
        finally
        {
            if (result is not null) parts.Results!.Forget(id, result);
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static readonly CommandResult TooBusy = new(503, "too many commands");

    private Envelope Envelope(ActorKey actor, InputId id, CommandReceived command) => new()
    {
        Id = id,
        Actor = actor,
        Kind = EnvelopeKind.Command,
        Payload = command,
        At = parts.Clock.GetUtcNow(),
        TraceContext = System.Diagnostics.Activity.Current?.Id,
    };

    private async ValueTask<CommandResult?> WaitFor(Task<CommandResult> result, CancellationToken cancel)
    {
        var waited = result.WaitAsync(parts.Limits.CommandWait, parts.Clock, cancel);
        await ((Task)waited).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
        return waited.IsCompletedSuccessfully ? await waited : null;
    }

    private async ValueTask<CommandResult?> Poll(ActorKey actor, InputId id, CancellationToken cancel)
    {
        var end = parts.Clock.GetUtcNow() + parts.Limits.CommandWait;
        for (var delay = parts.Limits.FirstPollDelay; ; delay *= 2)
        {
            var left = end - parts.Clock.GetUtcNow();
            if (left <= TimeSpan.Zero) return null;
            await Task.Delay(delay < left ? delay : left, parts.Clock, cancel);
            var read = await parts.Store.Get(actor, cancel);
            if ((read.Document as ActorDocument)?.ResultOf(id) is { } result) return result;
        }
    }

    /// <summary>A hash of actor and key, so that one key used for two actors names two commands.</summary>
    private static InputId IdOf(ActorKey actor, string? idempotencyKey)
    {
        Span<byte> hash = stackalloc byte[32];
        if (idempotencyKey is null) RandomNumberGenerator.Fill(hash);
        else SHA256.HashData(Encoding.UTF8.GetBytes($"{actor}|{idempotencyKey}"), hash);
        return new InputId(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
