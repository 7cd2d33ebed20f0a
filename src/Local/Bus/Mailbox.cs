using ServerlessSip.Ports;

namespace ServerlessSip.Local.Bus;

/// <summary>
/// The inputs of one actor that has any. It stands in its shard from the first input until none is left, and all its
/// fields but the key are guarded by the shard's lock.
/// </summary>
internal sealed class Mailbox(ActorKey actor, Envelope first)
{
    private Queue<Envelope>? _waiting;

    public ActorKey Actor { get; } = actor;

    /// <summary>The input that is being delivered.</summary>
    public Envelope Current { get; set; } = first;

    /// <summary>Whether <see cref="Current"/> counts among the waiting.</summary>
    public bool CurrentIsCounted { get; set; }

    /// <summary>Grows when a delivery is taken away from its owner, whose outcome then no longer counts.</summary>
    public int Generation { get; set; }

    public int Waiting => _waiting?.Count ?? 0;

    public void Enqueue(Envelope envelope) => (_waiting ??= new Queue<Envelope>(4)).Enqueue(envelope);

    public bool TryDequeue(out Envelope? next)
    {
        next = null;
        return _waiting is not null && _waiting.TryDequeue(out next);
    }
}
