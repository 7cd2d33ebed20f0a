#nullable disable
// What the Azure edition uses of Azure.Messaging.ServiceBus; the rest is left out.
using Azure.Core;

namespace Azure.Messaging.ServiceBus
{
    public partial class ServiceBusClient : IAsyncDisposable
    {
        protected ServiceBusClient() { }
        public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options) { }
        public ServiceBusClient(string connectionString, ServiceBusClientOptions options) { }
        public virtual Task<ServiceBusSessionReceiver> AcceptSessionAsync(string queueName, string sessionId, ServiceBusSessionReceiverOptions options = null, CancellationToken cancellationToken = default) => throw null;
        public virtual ServiceBusSender CreateSender(string queueOrTopicName) => throw null;
        public virtual ValueTask DisposeAsync() => default;
    }

    public partial class ServiceBusClientOptions
    {
        public ServiceBusClientOptions() { }
        public ServiceBusRetryOptions RetryOptions { get; set; }
    }

    public partial class ServiceBusRetryOptions
    {
        public ServiceBusRetryOptions() { }
        public TimeSpan Delay { get; set; }
        public TimeSpan MaxDelay { get; set; }
        public int MaxRetries { get; set; }
        public ServiceBusRetryMode Mode { get; set; }
        public TimeSpan TryTimeout { get; set; }
    }

    public enum ServiceBusRetryMode
    {
        Fixed = 0,
        Exponential = 1,
    }

    public partial class ServiceBusException : Exception
    {
        public ServiceBusException(string message, ServiceBusFailureReason reason, string entityPath = null, Exception innerException = null)
            : base(message, innerException) => Reason = reason;
        public ServiceBusFailureReason Reason { get; }
    }

    public enum ServiceBusFailureReason
    {
        GeneralError = 0,
        MessagingEntityNotFound = 1,
        MessageLockLost = 2,
        MessageNotFound = 3,
        MessageSizeExceeded = 4,
        MessagingEntityDisabled = 5,
        QuotaExceeded = 6,
        ServiceBusy = 7,
        ServiceTimeout = 8,
        ServiceCommunicationProblem = 9,
        SessionCannotBeLocked = 10,
        SessionLockLost = 11,
        MessagingEntityAlreadyExists = 12,
    }

    public partial class ServiceBusMessage
    {
        public ServiceBusMessage(ReadOnlyMemory<byte> body) => Body = BinaryData.FromBytes(body);
        public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();
        public BinaryData Body { get; set; }
        public string ContentType { get; set; }
        public string MessageId { get; set; }
        public string SessionId { get; set; }
        public string Subject { get; set; }
        public TimeSpan TimeToLive { get; set; } = TimeSpan.MaxValue;
    }

    public sealed partial class ServiceBusMessageBatch : IDisposable
    {
        internal ServiceBusMessageBatch(IList<ServiceBusMessage> store, Func<ServiceBusMessage, bool> tryAdd) => (Store, TryAdd) = (store, tryAdd);
        internal IList<ServiceBusMessage> Store { get; }
        internal Func<ServiceBusMessage, bool> TryAdd { get; }
        public int Count => Store.Count;
        public void Dispose() { }
        public bool TryAddMessage(ServiceBusMessage message)
        {
            if (!TryAdd(message)) return false;
            Store.Add(message);
            return true;
        }
    }

    public partial class CreateMessageBatchOptions
    {
        public CreateMessageBatchOptions() { }
    }

    public enum ServiceBusMessageState
    {
        Active = 0,
        Deferred = 1,
        Scheduled = 2,
    }

    public static partial class ServiceBusModelFactory
    {
        public static ServiceBusMessageBatch ServiceBusMessageBatch(long batchSizeBytes, IList<ServiceBusMessage> batchMessageStore, CreateMessageBatchOptions batchOptions = null, Func<ServiceBusMessage, bool> tryAddCallback = null) =>
            new(batchMessageStore, tryAddCallback ?? (_ => true));

        public static ServiceBusReceivedMessage ServiceBusReceivedMessage(BinaryData body = null, string messageId = null, string partitionKey = null, string viaPartitionKey = null, string sessionId = null, string replyToSessionId = null, TimeSpan timeToLive = default, string correlationId = null, string subject = null, string to = null, string contentType = null, string replyTo = null, DateTimeOffset scheduledEnqueueTime = default, IDictionary<string, object> properties = null, Guid lockTokenGuid = default, int deliveryCount = 0, DateTimeOffset lockedUntil = default, long sequenceNumber = -1, string deadLetterSource = null, long enqueuedSequenceNumber = 0, DateTimeOffset enqueuedTime = default, ServiceBusMessageState serviceBusMessageState = ServiceBusMessageState.Active) =>
            new() { Body = body, MessageId = messageId, SessionId = sessionId, DeliveryCount = deliveryCount, SequenceNumber = sequenceNumber };
    }

    public partial class ServiceBusReceivedMessage
    {
        internal ServiceBusReceivedMessage() { }
        public BinaryData Body { get; internal set; }
        public int DeliveryCount { get; internal set; }
        public string MessageId { get; internal set; }
        public long SequenceNumber { get; internal set; }
        public string SessionId { get; internal set; }
    }

    public enum ServiceBusReceiveMode
    {
        PeekLock = 0,
        ReceiveAndDelete = 1,
    }

    public partial class ServiceBusReceiver : IAsyncDisposable
    {
        protected ServiceBusReceiver() { }
        public virtual ValueTask DisposeAsync() => default;
        public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default) => throw null;
    }

    public partial class ServiceBusSessionReceiver : ServiceBusReceiver
    {
        protected ServiceBusSessionReceiver() { }
        public virtual DateTimeOffset SessionLockedUntil => throw null;
        public virtual Task RenewSessionLockAsync(CancellationToken cancellationToken = default) => throw null;
    }

    public partial class ServiceBusSessionReceiverOptions
    {
        public ServiceBusSessionReceiverOptions() { }
        public string Identifier { get; set; }
        public int PrefetchCount { get; set; }
        public ServiceBusReceiveMode ReceiveMode { get; set; }
    }

    public partial class ServiceBusSender : IAsyncDisposable
    {
        protected ServiceBusSender() { }
        public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) => throw null;
        public virtual ValueTask DisposeAsync() => default;
        public virtual Task<long> ScheduleMessageAsync(ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) => throw null;
        public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => throw null;
        public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default) => throw null;
    }
}
