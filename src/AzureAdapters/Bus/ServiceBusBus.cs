using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>
/// The bus on Service Bus: one client, one sender a queue, for the life of the process. The client library retries a
/// passing fault a few times with growing pauses; what outlasts that is told to the caller, who tries again.
/// </summary>
public sealed partial class ServiceBusBus : IBus, IAsyncDisposable
{
    private readonly ServiceBusSender _in;
    private readonly ServiceBusSender _out;
    private readonly ServiceBusSender _work;
    private readonly BusMessages _messages;
    private readonly ServiceBusOptions _options;
    private readonly OperationCounts _counts;
    private readonly ILogger _log;
    private int _inFlight;

    /// <param name="payloads">Writes payload objects; a process that sends none gives null for each.</param>
    public ServiceBusBus(
        ServiceBusClient client, ServiceBusOptions options, Func<object, byte[]?> payloads, BusSurroundings around)
    {
        (_in, _out) = (client.CreateSender(QueueNames.SipIn), client.CreateSender(QueueNames.SipOut));
        _work = client.CreateSender(QueueNames.SipWork);
        (_options, _counts, _log) = (options, around.Counts, around.Log);
        _messages = new BusMessages(options, payloads, around.Clock);
    }

    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default)
    {
        if (_messages.Of(envelope, out var reason) is not { } message) return Refuse(envelope, reason);
        var queue = envelope.Kind == EnvelopeKind.Work ? _work : _in;
        _counts.Add(Operation.BusSend);
        return Perform(() => queue.SendMessageAsync(message, cancel), cancel);
    }

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (_messages.Of(envelope, out var reason) is not { } message) return Refuse(envelope, reason);
        _counts.Add(Operation.BusSchedule);
        return Perform(() => _in.ScheduleMessageAsync(message, at, cancel), cancel);
    }

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default)
    {
        var messages = _messages.Of(commands, out var unsendable);
        if (unsendable > 0) LogUnsendable(_log, unsendable);
        if (messages.Count == 0) return new(unsendable > 0 ? BusResult.Fatal : BusResult.Sent);
        _counts.Add(Operation.BusSend, messages.Count);
        return messages.Count == 1
            ? Perform(() => _out.SendMessageAsync(messages[0], cancel), cancel)
            : Perform(() => SendBatches(messages, cancel), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _in.DisposeAsync();
        await _out.DisposeAsync();
        await _work.DisposeAsync();
    }

    /// <summary>In order, as many in a batch as its size allows.</summary>
    private async Task SendBatches(List<ServiceBusMessage> messages, CancellationToken cancel)
    {
        for (var next = 0; next < messages.Count;)
        {
            using var batch = await _out.CreateMessageBatchAsync(cancel);
            while (next < messages.Count && batch.TryAddMessage(messages[next])) next++;
            if (batch.Count > 0) await _out.SendMessagesAsync(batch, cancel);
            else await _out.SendMessageAsync(messages[next++], cancel);
        }
    }

    private async ValueTask<BusResult> Perform(Func<Task> send, CancellationToken cancel)
    {
        try
        {
            if (Interlocked.Increment(ref _inFlight) > _options.MaxInFlight) return BusResult.Full;
            await send();
            return BusResult.Sent;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested && BusFaults.Classify(fault) is BusResult)
        {
            LogFault(_log, fault);
            return BusFaults.Classify(fault)!.Value;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private ValueTask<BusResult> Refuse(Envelope envelope, string? reason)
    {
        LogRefused(_log, envelope.Actor, envelope.Kind, reason);
        return new(BusResult.Fatal);
    }

    [LoggerMessage(1, LogLevel.Error, "{Actor}: an input of kind {Kind} cannot be sent: {Reason}")]
    private static partial void LogRefused(ILogger log, ActorKey actor, EnvelopeKind kind, string? reason);

    [LoggerMessage(2, LogLevel.Error, "{Count} commands to relays are too large to be sent")]
    private static partial void LogUnsendable(ILogger log, int count);

    [LoggerMessage(3, LogLevel.Warning, "Service Bus did not take a message")]
    private static partial void LogFault(ILogger log, Exception fault);
}
