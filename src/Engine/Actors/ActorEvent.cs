using System.Collections.Immutable;
using System.Net;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Actors;

/// <summary>One input of a decision.</summary>
public abstract record ActorEvent;

/// <summary>A SIP message that a relay received.</summary>
/// <param name="Flow">The path it came by; its relay answers on it.</param>
/// <param name="AnswerBy">Until when an answer is of use; null for what never expires.</param>
public sealed record SipReceived(SipMessage Message, Flow Flow, DateTimeOffset? AnswerBy) : ActorEvent;

/// <summary>Why a relay gave up on a transaction. The numbers are sent.</summary>
public enum TimeoutReason : byte
{
    None = 0,

    /// <summary>Timer B or F: no final response in 64·T1.</summary>
    NoResponse = 1,

    /// <summary>Timer H, or 64·T1 after a 2xx of ours: no ACK.</summary>
    NoAck = 2,

    /// <summary>The transport failed (RFC 3261 §16.9).</summary>
    TransportError = 3,

    /// <summary>The relay answered 500 by itself after <c>answerBy</c>.</summary>
    AnsweredByRelay = 4,
}

/// <summary>A relay gave up on a transaction.</summary>
/// <param name="Transaction">Its key, as in <see cref="RelayCommand.Transaction"/>.</param>
public sealed record TransactionTimedOut(string Transaction, TimeoutReason Reason) : ActorEvent;

/// <summary>A deadline may have passed: the actor looks at its own document.</summary>
public sealed record TimerFired : ActorEvent;

/// <summary>A write that came over HTTP; its result is kept in the document under the input's id.</summary>
/// <param name="Name">E.g. <c>remove-bindings</c>.</param>
/// <param name="Arguments">The fields of the request, already checked for size.</param>
public sealed record CommandReceived(string Name, ImmutableDictionary<string, string> Arguments) : ActorEvent;

/// <summary>Another actor's event.</summary>
public sealed record Told(TellBody Body) : ActorEvent;

/// <summary>The answer to <see cref="AskLocation"/>.</summary>
/// <param name="Location">Null when nothing was ever registered under it.</param>
public sealed record LocationAnswer(string Tag, LocationState? Location) : ActorEvent
{
    /// <summary>
    /// The input that led to the ask, so that nothing need be kept meanwhile; of a chained ask, the answer before it.
    /// </summary>
    public ActorEvent? Cause { get; init; }
}

/// <summary>The answer to <see cref="AskCredentials"/>.</summary>
/// <param name="Credentials">Null when there is no such user.</param>
public sealed record CredentialsAnswer(string Tag, UserCredentials? Credentials) : ActorEvent
{
    /// <summary>
    /// The input that led to the ask, so that nothing need be kept meanwhile; of a chained ask, the answer before it.
    /// </summary>
    public ActorEvent? Cause { get; init; }
}

/// <summary>The answer to <see cref="AskTrunk"/>.</summary>
/// <param name="Trunk">Null when nobody has asked its targets yet.</param>
public sealed record TrunkAnswer(string Tag, TrunkState? Trunk) : ActorEvent;

/// <summary>The answer to <see cref="ResolveDns"/>.</summary>
/// <param name="Addresses">In order of preference; empty when the name has none.</param>
public sealed record DnsAnswer(string Tag, ImmutableArray<IPEndPoint> Addresses) : ActorEvent;

/// <summary>The answer to <see cref="RunRoute"/>.</summary>
/// <param name="Tag">The question's.</param>
/// <param name="Route">Null when there is no decision: then <paramref name="Failure"/> says why.</param>
/// <param name="Rule">Who has decided: the rule that was asked, or a middleware before it.</param>
/// <param name="Source">What kind of thing that is.</param>
public sealed record RouteAnswer(string Tag, Route? Route, RouteFailure Failure, string Rule, string Source)
    : ActorEvent
{
    /// <summary>More about the failure; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>What the code has changed of the call's state, by name.</summary>
    public ImmutableSortedDictionary<string, string> State { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
