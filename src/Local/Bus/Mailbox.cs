using ServerlessSip.Ports;

namespace ServerlessSip.Local.Bus;

/// <summary>
/// The inputs of one actor that has any. It stands in its shard from the first input until none is left, and all its
/// fields but the key are guarded by the shard's lock.
/// </summary>
internal sealed class Mailbox(ActorKey actor, Envelope first)
{
    private Queue<Envelope>? _waiting;
    private volatile Consumer? _consumer;

    public ActorKey Actor { get; } = actor;

    /// <summary>The input that is being delivered.</summary>
    public Envelope Current { get; set; } = first;

    /// <summary>Whether <see cref="Current"/> counts among the waiting.</summary>
    public bool CurrentIsCounted { get; set; }

    /// <summary>Grows when a delivery is taken away from its owner, whose outcome then no longer counts.</summary>
    public int Generation { get; set; }

    /// <summary>
    /// Who has the delivery; null while nobody has. Set by the mailbox's owner without the lock: one that leaves at
    /// that very instant merely ends this turn first.
    /// </summary>
    public Consumer? Consumer
    {
        get => _consumer;
        set => _consumer = value;
    }

    public int Waiting => _waiting?.Count ?? 0;

    public void Enqueue(Envelope envelope) => (_waiting ??= new Queue<Envelope>(4)).Enqueue(envelope);

    /// <summary>The same input once more, one delivery older.</summary>
    public void DeliverAgain() => Current = Again(Current);

    public bool TryDequeue(out Envelope? next)
    {
        next = null;
        return _waiting is not null && _waiting.TryDequeue(out next);
    }

    private static Envelope Again(Envelope input) => new()
    {
        Id = input.Id,
        Actor = input.Actor,
        Kind = input.Kind,
        Lane = input.Lane,
        Bytes = input.Bytes,
        Payload = input.Payload,
        Flow = input.Flow,
        At = input.At,
        AnswerBy = input.AnswerBy,
        TraceContext = input.TraceContext,
        Version = input.Version,
        DeliveryCount = input.DeliveryCount + 1,
    };
}
