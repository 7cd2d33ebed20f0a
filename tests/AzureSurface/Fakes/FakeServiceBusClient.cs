using Azure.Messaging.ServiceBus;

namespace ServerlessSip.AzureSurface.Fakes;

internal sealed class FakeServiceBusClient(FakeBroker broker) : ServiceBusClient
{
    /// <summary>Thrown by the next accepts, one each.</summary>
    public Queue<Exception> AcceptFaults { get; } = new();

    public List<FakeSessionReceiver> Receivers { get; } = [];

    public override ServiceBusSender CreateSender(string queueOrTopicName) => new FakeSender(broker, queueOrTopicName);

    public override Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string queueName, string sessionId, ServiceBusSessionReceiverOptions options = null!,
        CancellationToken cancellationToken = default)
    {
        if (AcceptFaults.TryDequeue(out var fault)) throw fault;
        if (!broker.TryLock(queueName, sessionId))
            throw new ServiceBusException("held elsewhere", ServiceBusFailureReason.SessionCannotBeLocked);
        var receiver = new FakeSessionReceiver(broker, queueName, sessionId, options);
        Receivers.Add(receiver);
        return Task.FromResult<ServiceBusSessionReceiver>(receiver);
    }
}
