using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;

namespace ServerlessSip.Engine.Registrar;

/// <summary>The bindings of one address of record (RFC 3261 §10).</summary>
public sealed record LocationState : ActorState
{
    /// <summary>As <c>AddressOfRecord</c> writes it: user@domain.</summary>
    public required string Aor { get; init; }

    public ImmutableArray<Binding> Bindings { get; init; } = [];

    /// <summary>The nonces used here and their counts.</summary>
    public ImmutableArray<NonceUse> Nonces { get; init; } = [];

    /// <summary>When the last binding went; the document is deleted a tombstone's life later. Null while there are bindings.</summary>
    public DateTimeOffset? EmptySince { get; init; }

    /// <summary>The earliest timer that was asked for and has not fired; null for none.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    public override DateTimeOffset? DueAt => throw new NotSupportedException();
    public override string? Resource => throw new NotSupportedException();
    public override string? Status => throw new NotSupportedException();
}
