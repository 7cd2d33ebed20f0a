using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>
/// The commands to one relay: its own session of <c>sip-out</c>, received and deleted at once, accepted anew after any
/// loss. The session is the relay's name, which the flows of registered phones hold, and only one process has it: a
/// new one waits until the lock of a dead one runs out. What is lost in between, SIP repeats.
/// </summary>
public sealed partial class RelayInbox(
    ServiceBusClient client, string relayId, Action<IReadOnlyList<RelayCommand>> perform, BusSurroundings around)
{
    /// <summary>Messages that the client library fetches ahead.</summary>
    public const int Prefetch = 200;

    private const int MaxBatch = 100;
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    // Tells the starts of one relay apart in logs and in the broker's diagnostics.
    private readonly string _identifier = $"{relayId}/{Guid.NewGuid():N}"[..Math.Min(relayId.Length + 17, 60)];
    private volatile bool _isUp;

    /// <summary>Whether the session is held and the last receive went well.</summary>
    public bool IsUp => _isUp;

    /// <summary>Receives until cancelled; nothing else ends it.</summary>
    public async Task RunUntil(CancellationToken cancel)
    {
        var pause = s_firstPause;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var session = await Accept(cancel);
                while (!cancel.IsCancellationRequested)
                {
                    await Receive(session, cancel);
                    pause = s_firstPause;
                }
            }
            catch (Exception fault)
            {
                // host loop: a relay that hears no commands is dead, so whatever it was, the session is accepted anew.
                _isUp = false;
                if (cancel.IsCancellationRequested) break;
                LogLost(around.Log, fault, relayId, pause.TotalMilliseconds);
                await Pause(pause, cancel);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
        _isUp = false;
    }

    private Task<ServiceBusSessionReceiver> Accept(CancellationToken cancel)
    {
        around.Counts.Add(Operation.BusSessionAccept);
        var options = new ServiceBusSessionReceiverOptions
        {
            ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete,
            PrefetchCount = Prefetch,
            Identifier = _identifier,
        };
        return client.AcceptSessionAsync(QueueNames.SipOut, relayId, options, cancel);
    }

    private async Task Receive(ServiceBusSessionReceiver session, CancellationToken cancel)
    {
        _isUp = true;
        var messages = await session.ReceiveMessagesAsync(MaxBatch, s_wait, cancel);
        around.Counts.Add(Operation.BusReceive, messages.Count);
        foreach (var message in messages) Perform(message);
        if (session.SessionLockedUntil - around.Clock.GetUtcNow() < s_renewBefore)
            await session.RenewSessionLockAsync(cancel);
    }

    private void Perform(ServiceBusReceivedMessage message)
    {
        if (!CommandWire.TryRead(message.Body.ToMemory(), out var commands, out var reason))
        {
            LogUnreadable(around.Log, message.MessageId, reason);
            return;
        }
        try
        {
            perform(commands);
        }
        catch (Exception fault)
        {
            // host loop: what was received is deleted already, so the messages behind this one must not fall with it.
            LogNotPerformed(around.Log, fault, message.MessageId);
        }
    }

    private async Task Pause(TimeSpan pause, CancellationToken cancel) =>
        await Task.Delay(pause, around.Clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(1, LogLevel.Warning, "the session of relay {Relay} is lost; accepted again in {Milliseconds} ms")]
    private static partial void LogLost(ILogger log, Exception fault, string relay, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "message {Id} cannot be read: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string id, string? reason);

    [LoggerMessage(3, LogLevel.Error, "message {Id} was not performed")]
    private static partial void LogNotPerformed(ILogger log, Exception fault, string id);
}
