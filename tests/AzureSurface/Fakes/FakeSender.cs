using Azure.Messaging.ServiceBus;

namespace ServerlessSip.AzureSurface.Fakes;

internal sealed class FakeSender(FakeBroker broker, string queue) : ServiceBusSender
{
    public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        broker.Send(queue, message);
        return Task.CompletedTask;
    }

    public override Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(broker.Schedule(queue, message, scheduledEnqueueTime));

    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CancellationToken cancellationToken = default)
    {
        var store = new List<ServiceBusMessage>();
        _open = store;
        return new(ServiceBusModelFactory.ServiceBusMessageBatch(0, store, tryAddCallback: message =>
            store.Append(message).Sum(m => m.Body.ToMemory().Length) <= FakeBroker.MaxMessageBytes));
    }

    public override Task SendMessagesAsync(
        ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        foreach (var message in _open) broker.Send(queue, message);
        return Task.CompletedTask;
    }

    // The batch keeps its messages to itself, so the fake remembers what it gave it to keep them in.
    private List<ServiceBusMessage> _open = [];
}
