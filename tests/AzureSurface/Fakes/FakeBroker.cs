using Azure.Messaging.ServiceBus;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.Contracts;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>
/// Service Bus in memory, as far as its documentation promises it: sessions in order under an exclusive lock, delivery
/// counts, schedules, dead letters, sizes. One lock for all; whoever waits is woken by every change.
/// </summary>
internal sealed class FakeBroker(ManualTime time)
{
    /// <summary>The standard tier's largest message.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly List<(string Queue, Queued Message)> _waiting = [];
    private readonly HashSet<(string Queue, string Session)> _locked = [];
    private readonly PriorityQueue<(string Queue, ServiceBusMessage Message), (long At, long Number)> _scheduled =
        new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _number;
    private int _came;

    public ManualTime Time => time;

    /// <summary>Thrown by the next sends, one each; null lets one through.</summary>
    public Queue<Exception?> SendFaults { get; } = new();

    public List<(Queued Message, string Reason)> DeadLetters { get; } = [];

    /// <summary>Every message that was taken, in order.</summary>
    public List<(string Queue, ServiceBusMessage Message)> Taken { get; } = [];

    public List<DateTimeOffset> ScheduledAt { get; } = [];

    public void Send(string queue, ServiceBusMessage message)
    {
        lock (_gate)
        {
            ThrowPlanned();
            Check(queue, message);
            Taken.Add((queue, message));
            _waiting.Add((queue, new Queued(message, ++_number)));
        }
        Wake();
    }

    public long Schedule(string queue, ServiceBusMessage message, DateTimeOffset at)
    {
        long number;
        lock (_gate)
        {
            ThrowPlanned();
            Check(queue, message);
            number = ++_number;
            ScheduledAt.Add(at);
            _scheduled.Enqueue((queue, message), (at.UtcTicks, number));
        }
        Due();
        return number;
    }

    /// <summary>Enqueues what is due by now.</summary>
    public void Due()
    {
        lock (_gate)
        {
            while (_scheduled.TryPeek(out var next, out var key) && key.At <= time.GetUtcNow().UtcTicks)
            {
                _scheduled.Dequeue();
                _waiting.Add((next.Queue, new Queued(next.Message, ++_number)));
                _came++;
            }
        }
        Wake();
    }

    /// <summary>Locks a session that has messages and no holder; null when there is none.</summary>
    public string? TryLockAny(string queue)
    {
        lock (_gate)
        {
            foreach (var (at, message) in _waiting)
                if (at == queue && _locked.Add((queue, message.Message.SessionId))) return message.Message.SessionId;
            return null;
        }
    }

    public bool TryLock(string queue, string session)
    {
        lock (_gate) return _locked.Add((queue, session));
    }

    public void Unlock(string queue, string session)
    {
        lock (_gate) _locked.Remove((queue, session));
        Wake();
    }

    /// <summary>Takes the first messages of a session (or of a queue without sessions) out.</summary>
    public List<Queued> Take(string queue, string? session, int most)
    {
        lock (_gate)
        {
            var taken = new List<Queued>();
            for (var i = 0; i < _waiting.Count && taken.Count < most;)
            {
                var isOther = session is not null && _waiting[i].Message.Message.SessionId != session;
                if (_waiting[i].Queue != queue || isOther)
                {
                    i++;
                    continue;
                }
                taken.Add(_waiting[i].Message);
                _waiting.RemoveAt(i);
            }
            return taken;
        }
    }

    /// <summary>Puts messages back to their places.</summary>
    public void PutBack(string queue, IEnumerable<Queued> messages)
    {
        lock (_gate)
        {
            _waiting.AddRange(messages.Select(m => (queue, m)));
            _waiting.Sort((a, b) => a.Message.Number.CompareTo(b.Message.Number));
        }
        Wake();
    }

    public void Bury(Queued message, string reason)
    {
        lock (_gate) DeadLetters.Add((message, reason));
    }

    /// <summary>Completes at the next change.</summary>
    public Task Change()
    {
        lock (_gate) return _changed.Task;
    }

    /// <summary>How many messages have come into a queue, those that were scheduled among them.</summary>
    public int Delivered(string queue)
    {
        lock (_gate) return _came + Taken.Count(t => t.Queue == queue);
    }

    private void Wake()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    private void ThrowPlanned()
    {
        if (SendFaults.TryDequeue(out var fault) && fault is not null) throw fault;
    }

    private static void Check(string queue, ServiceBusMessage message)
    {
        if (message.Body.ToMemory().Length > MaxMessageBytes)
            throw new ServiceBusException("too large", ServiceBusFailureReason.MessageSizeExceeded);
        if (message.SessionId is null != (queue == QueueNames.SipWork))
            throw new InvalidOperationException($"a message of {queue} with session '{message.SessionId}'");
        if (message.SessionId is { Length: > 128 } || message.MessageId is { Length: > 128 })
            throw new ArgumentException("an id is longer than 128 characters");
        if (message.TimeToLive <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(message));
    }
}
