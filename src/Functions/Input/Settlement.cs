using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.Engine.Runtime;

namespace ServerlessSip.Functions.Input;

/// <summary>Settles a message by what came of it; every message is settled exactly once.</summary>
internal static class Settlement
{
    private const int MaxReasonChars = 1024;

    /// <summary>True when the message will come again.</summary>
    public static async Task<bool> Settle(
        this ServiceBusMessageActions actions, ServiceBusReceivedMessage message, TurnOutcome outcome)
    {
        switch (outcome.Status)
        {
            case TurnStatus.Done:
                await actions.CompleteMessageAsync(message);
                return false;
            case TurnStatus.Abandon when message.DeliveryCount < ServiceBusOptions.MaxDeliveries:
                await actions.AbandonMessageAsync(message);
                return true;
            default:
                // Also what failed too often: the queue itself would bury it without its reason.
                var reason = outcome.Reason ?? "no reason given";
                reason = reason.Length > MaxReasonChars ? reason[..MaxReasonChars] : reason;
                await actions.DeadLetterMessageAsync(message, deadLetterReason: reason);
                return false;
        }
    }
}
