using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api;

/// <summary>The users that the HTTP interface lists and lets in.</summary>
public interface IApiUsers
{
    /// <summary>The credentials of a user, by lower-case name; null when there is none.</summary>
    ValueTask<UserCredentials?> Find(string user, CancellationToken cancel = default);

    /// <summary>Lower-case names in ordinal order, after <paramref name="after"/>, at most <paramref name="count"/>.</summary>
    ValueTask<IReadOnlyList<string>> List(string? after, int count, CancellationToken cancel = default);
}

/// <summary>Sends a write through the bus and waits for its result; null when there is none in time.</summary>
/// <param name="idempotencyKey">The same key names the same command of that actor; null for one of its own.</param>
public delegate ValueTask<CommandResult?> CommandSender(
    ActorKey actor, CommandReceived command, string? idempotencyKey, CancellationToken cancel);

/// <summary>What the HTTP interface needs of its host.</summary>
public sealed record ApiServices
{
    public required IStateStore Store { get; init; }
    public required IPush Push { get; init; }
    public required IApiUsers Users { get; init; }
    public required CommandSender Commands { get; init; }
    public required DomainSet Domains { get; init; }

    /// <summary>Names besides localhost and the loopback addresses by which this machine may call itself.</summary>
    public ImmutableArray<string> LocalHosts { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
