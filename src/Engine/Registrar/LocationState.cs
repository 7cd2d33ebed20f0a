using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Registrar;

/// <summary>The bindings of one address of record (RFC 3261 §10).</summary>
public sealed record LocationState : ActorState
{
    /// <summary>As <c>AddressOfRecord</c> writes it: user@domain.</summary>
    public required string Aor { get; init; }

    /// <summary>
    /// A binding past its expiry may stand here until its timer fires: who reads it looks at the time.
    /// </summary>
    public ImmutableArray<Binding> Bindings { get; init; } = [];

    /// <summary>The nonces used here and their counts.</summary>
    public ImmutableArray<NonceUse> Nonces { get; init; } = [];

    /// <summary>The REGISTERs that were answered of late, oldest first.</summary>
    public ImmutableArray<AnsweredRegister> Answered { get; init; } = [];

    /// <summary>
    /// When the document is deleted: a tombstone's life after the last binding went. Null while there are bindings.
    /// </summary>
    public DateTimeOffset? ForgetAt { get; init; }

    /// <summary>The earliest timer that was asked for and has not fired; null for none.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>
    /// Until when the queues that this user is logged in to by registering believe him reachable; null for not at all.
    /// </summary>
    public DateTimeOffset? QueuesToldUntil { get; init; }

    public override DateTimeOffset? DueAt => Bindings.IsEmpty ? ForgetAt : Bindings.Min(b => b.ExpiresAt);

    public override string? Resource => $"users/{User}";

    public override string? Status => Bindings.IsEmpty ? "offline" : "online";

    internal string User => AddressOfRecord.User(Aor);
}
