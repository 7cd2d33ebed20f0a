using Azure.Messaging.ServiceBus;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>Receives and deletes; waits for messages as long as it takes.</summary>
internal sealed class FakeSessionReceiver(
    FakeBroker broker, string queue, string session, ServiceBusSessionReceiverOptions options)
    : ServiceBusSessionReceiver
{
    private DateTimeOffset _lockedUntil = broker.Time.GetUtcNow().AddSeconds(30);
    private TaskCompletionSource<Exception?> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServiceBusSessionReceiverOptions Options => options;
    public int Renewals { get; private set; }
    public bool IsClosed { get; private set; }

    public override DateTimeOffset SessionLockedUntil => _lockedUntil;

    /// <summary>The link or the lock is gone.</summary>
    public void Lose(ServiceBusFailureReason reason) => _lost.TrySetResult(new ServiceBusException("lost", reason));

    /// <summary>The receive ends with nothing, as after its longest wait.</summary>
    public void EndWait()
    {
        var lost = _lost;
        _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lost.TrySetResult(null);
    }

    public override async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        var lost = _lost.Task;
        while (true)
        {
            var change = broker.Change();
            if (lost.IsCompleted) return await lost is { } fault ? throw fault : [];
            var taken = broker.Take(queue, session, maxMessages);
            if (taken.Count > 0) return [.. taken.Select(t => t.Received())];
            await Task.WhenAny(change, lost).WaitAsync(cancellationToken);
        }
    }

    public override Task RenewSessionLockAsync(CancellationToken cancellationToken = default)
    {
        Renewals++;
        _lockedUntil = broker.Time.GetUtcNow().AddSeconds(30);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        if (!IsClosed) broker.Unlock(queue, session);
        IsClosed = true;
        return default;
    }
}
