using Azure.Messaging.ServiceBus;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>A message as the fake broker keeps it.</summary>
internal sealed class Queued(ServiceBusMessage message, long number)
{
    public ServiceBusMessage Message { get; } = message;
    public long Number { get; } = number;
    public int Deliveries { get; set; }

    public ServiceBusReceivedMessage Received() => ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: Message.Body,
        messageId: Message.MessageId,
        sessionId: Message.SessionId,
        timeToLive: Message.TimeToLive,
        subject: Message.Subject,
        deliveryCount: Deliveries,
        sequenceNumber: Number);
}
