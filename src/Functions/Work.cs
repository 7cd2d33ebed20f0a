using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureAdapters.Clients;
using ServerlessSip.Functions.Input;

namespace ServerlessSip.Functions;

/// <summary>User code that may wait; in no order.</summary>
public sealed class Work(WorkInput input)
{
    [Function(nameof(Work))]
    public Task Run(
        [ServiceBusTrigger(QueueNames.SipWork, Connection = SettingNames.ServiceBus)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken cancel) =>
        input.Handle(message, actions, cancel);
}
