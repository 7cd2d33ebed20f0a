using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessSip.AzureAdapters;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.Functions.Input;

/// <summary>Takes a message of <c>sip-in</c> through its turn, settles it, and gives its session up in time.</summary>
public sealed partial class SipInput(
    TurnRunner turn, IBus bus, SessionHolds holds, OperationCounts counts, ILogger<SipInput> log)
{
    private static readonly TimeSpan s_probeLife = TimeSpan.FromSeconds(10);

    public async Task Handle(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions,
        ServiceBusSessionMessageActions session, CancellationToken cancel)
    {
        counts.Add(Operation.BusReceive);
        var bytes = message.Body.ToMemory();
        var outcome = EnvelopeWire.TryRead(bytes, message.DeliveryCount, out var input, out var reason)
            ? await Decide(input!, cancel)
            : TurnOutcome.DeadLetter(reason!);
        var comesAgain = await actions.Settle(message, outcome);
        // What was fetched ahead would overtake a message that comes again: only a new receiver has them in order.
        if (comesAgain || holds.IsTimeToRelease(message.SessionId, input?.Actor.Kind, outcome.IsOver))
            await session.ReleaseSession(cancel);
    }

    private async ValueTask<TurnOutcome> Decide(Envelope input, CancellationToken cancel)
    {
        try
        {
            return input.Kind == EnvelopeKind.Probe ? await Answer(input, cancel) : await turn(input);
        }
        catch (Exception fault)
        {
            // host loop: a throw ends one delivery, which is tried again.
            LogThrew(fault, input.Actor);
            return TurnOutcome.Abandon($"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private async ValueTask<TurnOutcome> Answer(Envelope probe, CancellationToken cancel)
    {
        if (probe.Flow is not { } flow) return TurnOutcome.DeadLetter("a probe without a flow");
        var answer = new RelayCommand
        {
            Id = probe.Id,
            Relay = flow.Relay,
            Kind = RelayCommandKind.ProbeAnswer,
            NotAfter = probe.At + s_probeLife,
        };
        var sent = await bus.Send([answer], cancel);
        return sent == BusResult.Sent ? TurnOutcome.Done : TurnOutcome.Abandon($"answer to a probe: {sent}");
    }

    [LoggerMessage(1, LogLevel.Error, "{Actor}: a turn threw")]
    private partial void LogThrew(Exception fault, ActorKey actor);
}
