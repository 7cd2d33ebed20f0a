using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessSip.AzureAdapters;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.Functions.Input;

/// <summary>Takes a message of <c>sip-work</c> to the user's code and settles it.</summary>
public sealed partial class WorkInput(WorkRunner run, OperationCounts counts, ILogger<WorkInput> log)
{
    public async Task Handle(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel)
    {
        counts.Add(Operation.BusReceive);
        var bytes = message.Body.ToMemory();
        var outcome = EnvelopeWire.TryRead(bytes, message.DeliveryCount, out var work, out var reason)
            ? await Run(work!, cancel)
            : TurnOutcome.DeadLetter(reason!);
        await actions.Settle(message, outcome);
    }

    private async ValueTask<TurnOutcome> Run(Envelope work, CancellationToken cancel)
    {
        try
        {
            return await run(work, cancel);
        }
        catch (Exception fault)
        {
            // host loop: a throw ends one delivery, which is tried again.
            LogThrew(fault, work.Actor);
            return TurnOutcome.Abandon($"{fault.GetType().Name}: {fault.Message}");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Actor}: work threw")]
    private partial void LogThrew(Exception fault, ActorKey actor);
}
