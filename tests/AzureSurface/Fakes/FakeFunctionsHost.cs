using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ServerlessSip.AzureAdapters.Bus;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>
/// The session trigger: locks sessions that have messages, gives their messages to the function one by one, some
/// fetched ahead, and holds a session until it is released or empty.
/// </summary>
internal sealed class FakeFunctionsHost
{
    public const int Prefetch = 8;

    private readonly FakeBroker _broker;
    private readonly Function _function;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, FakeActions> _running = new();

    public delegate Task Function(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, ServiceBusSessionMessageActions session);

    public FakeFunctionsHost(FakeBroker broker, Function function)
    {
        (_broker, _function) = (broker, function);
        _ = Task.Run(Loop);
    }

    /// <summary>Messages that were delivered.</summary>
    public int Deliveries;

    /// <summary>The lock of a session is lost while the function is at it.</summary>
    public bool LoseLock(string session)
    {
        if (!_running.TryRemove(session, out var actions)) return false;
        actions.Lose();
        return true;
    }

    /// <summary>The instance is gone: its locks run out, and what it had under way comes again elsewhere.</summary>
    public void Die()
    {
        _stop.Cancel();
        foreach (var session in _running.Keys) LoseLock(session);
    }

    /// <summary>One message through a function, settled as it says.</summary>
    public static async Task RunOnce(FakeBroker broker, Queued message, Function function)
    {
        var actions = new FakeActions();
        await function(message.Received(), actions, new FakeSessionActions());
        Settle(broker, message, actions);
    }

    private async Task Loop()
    {
        while (!_stop.IsCancellationRequested)
        {
            var change = _broker.Change();
            while (_broker.TryLockAny(QueueNames.SipIn) is { } session) _ = Task.Run(() => Pump(session));
            await change.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Pump(string session)
    {
        var fetched = new Queue<Queued>();
        var isReleased = false;
        while (!isReleased && !_stop.IsCancellationRequested && Fetch(session, fetched))
        {
            var next = fetched.Dequeue();
            next.Deliveries++;
            Interlocked.Increment(ref Deliveries);
            var (actions, release) = (new FakeActions(), new FakeSessionActions());
            _running[session] = actions;
            var run = Run(next, actions, release);
            await Task.WhenAny(run, actions.Lost);
            if (actions.IsLockLost)
            {
                // Another receiver gets it at once; what the first one does with it no longer counts.
                fetched = new([next, .. fetched]);
                break;
            }
            _running.TryRemove(session, out _);
            Settle(_broker, next, actions);
            isReleased = release.IsReleased;
        }
        _broker.PutBack(QueueNames.SipIn, fetched);
        _broker.Unlock(QueueNames.SipIn, session);
    }

    private bool Fetch(string session, Queue<Queued> fetched)
    {
        var more = _broker.Take(QueueNames.SipIn, session, Prefetch - fetched.Count);
        foreach (var message in more) fetched.Enqueue(message);
        return fetched.Count > 0;
    }

    private async Task Run(Queued next, FakeActions actions, FakeSessionActions release)
    {
        try
        {
            await _function(next.Received(), actions, release);
        }
        catch (InvalidOperationException) when (actions.IsLockLost)
        {
            // The host logs it.
        }
    }

    private static void Settle(FakeBroker broker, Queued message, FakeActions actions)
    {
        if (actions.Settled is not [var how])
            throw new InvalidOperationException($"settled {actions.Settled.Count} times");
        if (how == "dead-letter") broker.Bury(message, actions.Reason!);
        // An abandoned message goes back to the queue: those fetched ahead of it are with the client already.
        if (how == "abandon") broker.PutBack(QueueNames.SipIn, [message]);
    }
}
