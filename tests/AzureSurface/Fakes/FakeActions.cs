using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>Notes each settlement; throws in place of the host when the lock is lost.</summary>
internal sealed class FakeActions : ServiceBusMessageActions
{
    public List<string> Settled { get; } = [];
    public string? Reason { get; private set; }
    public bool IsLockLost => Lost.IsCompleted;
    public Task Lost => _lost.Task;

    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Lose() => _lost.TrySetResult();

    public override Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => Note("complete");

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) => Note("abandon");

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null, string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default)
    {
        Reason = deadLetterReason;
        return Note("dead-letter");
    }

    private Task Note(string how)
    {
        if (IsLockLost) throw new InvalidOperationException("the lock is lost");
        Settled.Add(how);
        return Task.CompletedTask;
    }
}
