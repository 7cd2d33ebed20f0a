using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Actors;

/// <summary>
/// Something a decision asks for. Performed after the document that holds it is saved; safe to perform twice.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$t")]
[JsonDerivedType(typeof(SendSip), "send")]
[JsonDerivedType(typeof(StopSending), "stop")]
[JsonDerivedType(typeof(AcceptTransaction), "accept")]
[JsonDerivedType(typeof(Schedule), "schedule")]
[JsonDerivedType(typeof(Push), "push")]
[JsonDerivedType(typeof(ResolveDns), "dns")]
[JsonDerivedType(typeof(RunRoute), "route")]
[JsonDerivedType(typeof(StopRoute), "stop-route")]
[JsonDerivedType(typeof(TellRoutes), "hook")]
[JsonDerivedType(typeof(Tell), "tell")]
public abstract record Effect;

/// <summary>A SIP message for a relay to send.</summary>
public sealed record SendSip : Effect
{
    public required OutgoingMessage Message { get; init; }

    /// <summary>SendRequest or SendResponse.</summary>
    public required RelayCommandKind Kind { get; init; }
    public required string Relay { get; init; }
    public Flow? Flow { get; init; }
    public IPEndPoint? Address { get; init; }
    public SipTransport Transport { get; init; }
    public int Listener { get; init; }
    public Retransmission Retransmission { get; init; }

    /// <summary>Not sent after this.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>See <see cref="RelayCommand.OnBehalfOf"/>.</summary>
    public string? OnBehalfOf { get; init; }
}

/// <summary>Tells a relay to stop repeating a transaction; see <see cref="RelayCommand.Transaction"/>.</summary>
public sealed record StopSending(string Relay, string Transaction) : Effect;

/// <summary>Tells a relay that its server transaction is taken; see <see cref="RelayCommandKind.Accepted"/>.</summary>
public sealed record AcceptTransaction(string Relay, string Transaction) : Effect;

/// <summary>
/// A <see cref="TimerFired"/> for this actor at an instant. Timers are never cancelled: the one that fires re-checks.
/// </summary>
public sealed record Schedule(DateTimeOffset At) : Effect;

/// <summary>An event for another actor.</summary>
public sealed record Tell(ActorKey To, TellBody Body) : Effect;

/// <summary>An event for web clients; it goes to the group of its resource and of the resource's collection.</summary>
public sealed record Push(PushEvent Event) : Effect;

/// <summary>Resolves a host name after the save; a <see cref="DnsAnswer"/> with the same tag follows.</summary>
public sealed record ResolveDns(string Tag, string Host, int Port, SipTransport Transport) : Effect;

/// <summary>Asks user code after the save; a <see cref="RouteAnswer"/> with the same tag follows.</summary>
public sealed record RunRoute(RouteQuestion Question) : Effect;

/// <summary>The answer to a <see cref="RunRoute"/> is of no use any more; its code is told to stop.</summary>
public sealed record StopRoute(string Tag) : Effect;

/// <summary>Tells user code what has become of a call; nothing follows.</summary>
/// <param name="State">The call's state by name, to be read only.</param>
public sealed record TellRoutes(
    CallHook Hook, string CallId, CallRecord Record, ImmutableSortedDictionary<string, string> State) : Effect;

/// <summary>A read whose answer is the next input of the same turn; never part of a saved outbox.</summary>
public abstract record Ask : Effect;

/// <summary>Reads the bindings of an address of record; a <see cref="LocationAnswer"/> follows.</summary>
/// <param name="Aor">As <c>AddressOfRecord</c> writes it.</param>
public sealed record AskLocation(string Tag, string Aor) : Ask;

/// <summary>Reads a user's credentials; a <see cref="CredentialsAnswer"/> follows.</summary>
public sealed record AskCredentials(string Tag, string User) : Ask;

/// <summary>Reads what is known of a trunk's targets; a <see cref="TrunkAnswer"/> follows.</summary>
public sealed record AskTrunk(string Tag, string Trunk) : Ask;

/// <summary>What an actor tells another.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$t")]
[JsonDerivedType(typeof(JoinQueue), "join-queue")]
[JsonDerivedType(typeof(LeaveQueue), "leave-queue")]
[JsonDerivedType(typeof(OfferEnded), "offer-ended")]
[JsonDerivedType(typeof(TalkTold), "talk")]
[JsonDerivedType(typeof(AgentReachable), "agent-reachable")]
[JsonDerivedType(typeof(OfferAgent), "offer-agent")]
[JsonDerivedType(typeof(WithdrawOffer), "withdraw-offer")]
[JsonDerivedType(typeof(QueuePlace), "queue-place")]
[JsonDerivedType(typeof(QueueOver), "queue-over")]
[JsonDerivedType(typeof(AskTalk), "ask-talk")]
public abstract record TellBody;
