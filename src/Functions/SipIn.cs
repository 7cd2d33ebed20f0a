using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureAdapters.Clients;
using ServerlessSip.Functions.Input;

namespace ServerlessSip.Functions;

/// <summary>The inputs of actors, one message at a time in each session.</summary>
public sealed class SipIn(SipInput input)
{
    [Function(nameof(SipIn))]
    public Task Run(
        [ServiceBusTrigger(QueueNames.SipIn, Connection = SettingNames.ServiceBus, IsSessionsEnabled = true)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, ServiceBusSessionMessageActions session, CancellationToken cancel) =>
        input.Handle(message, actions, session, cancel);
}
