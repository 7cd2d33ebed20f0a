using System.Collections.Immutable;

namespace ServerlessSip.Engine.Routing;

/// <summary>
/// What a route decides about a request: a verb and what follows when the verb ends without an answer to the caller.
/// Made by the builders here or read from JSON by <see cref="RouteDocument"/>; either way it is valid.
/// </summary>
public abstract record Route
{
    private protected Route()
    {
    }

    /// <summary>What follows where <see cref="Cases"/> names nothing, but at a 6xx; null for nothing.</summary>
    public Route? Next { get; internal init; }

    /// <summary>What follows in certain cases.</summary>
    public ImmutableArray<RouteCase> Cases { get; internal init; } = [];

    /// <summary>Why, for whoever reads the call's trace; null when nothing was said.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Answers the request ourselves.</summary>
    /// <param name="status">300 to 699; 200 to 299 only to methods that make no dialog.</param>
    public static ReplyRoute Reply(int status, string? phrase = null) => new()
    {
        Status = RouteChecks.Valid(status, RouteChecks.Status),
        Phrase = phrase is null ? null : RouteChecks.Valid(phrase, RouteChecks.Text),
    };

    /// <summary>Answers 302 with these contacts.</summary>
    public static RedirectRoute Redirect(params ReadOnlySpan<string> contacts) =>
        new() { Contacts = RouteChecks.Valid(RouteChecks.Uris(contacts), RouteChecks.Contacts) };

    /// <summary>Rings users of ours: all phones of all of them, or as its methods say.</summary>
    /// <param name="targets">E.g. <c>ann@example.com</c>, with or without <c>sip:</c>.</param>
    public static RingRoute Ring(params ReadOnlySpan<string> targets) =>
        new() { Targets = RouteChecks.Valid(RouteChecks.Uris(targets), RouteChecks.Targets) };

    /// <summary>Sends the request to foreign targets, one after the other.</summary>
    public static ForwardRoute Forward(params ReadOnlySpan<string> targets) =>
        new() { Targets = RouteChecks.Valid(RouteChecks.Uris(targets), RouteChecks.Targets) };

    /// <summary>Sends the request over a trunk of the configuration.</summary>
    public static ForwardRoute Trunk(string trunk) => new() { TrunkName = RouteChecks.Valid(trunk, RouteChecks.Name) };

    /// <summary>Calls the target in a call of its own and joins the two.</summary>
    public static BridgeRoute Bridge(string target) =>
        new() { Target = RouteChecks.Valid(RouteChecks.Uri(target), RouteChecks.Target) };

    /// <summary>Puts the caller into a queue.</summary>
    public static QueueRoute Queue(string name) => new() { Name = RouteChecks.Valid(name, RouteChecks.Name) };

    /// <summary>Parks the caller.</summary>
    public static ParkRoute Park(string slot) => new() { Slot = RouteChecks.Valid(slot, RouteChecks.Name) };

    /// <summary>Asks the caller for a user's password; 403 when it has proved itself already.</summary>
    public static ChallengeRoute Challenge() => new();

    /// <summary>Goes on with the next rule that fits, in the end with ringing the address of record.</summary>
    public static ContinueRoute Continue() => new();

    /// <summary>Goes on with a named continuation.</summary>
    public static ContinueRoute Continue(string name) => new() { Name = RouteChecks.Valid(name, RouteChecks.Name) };

    /// <summary>The JSON form.</summary>
    public sealed override string ToString() => RouteDocument.ToJson(this);
}

/// <summary>What follows in one case.</summary>
/// <param name="When">A status (<c>486</c>), a class (<c>4xx</c>) or a <see cref="RouteEvents"/> name.</param>
public sealed record RouteCase(string When, Route Route);

/// <summary>A header line that a route adds.</summary>
public sealed record RouteHeader(string Name, string Value);

/// <summary>Who the callee is told is calling (RFC 3325): the URI and the name of P-Asserted-Identity.</summary>
public sealed record CallerIdentity(string Uri, string? Display);

/// <summary>Answers the request ourselves.</summary>
public sealed record ReplyRoute : Route
{
    public required int Status { get; init; }

    /// <summary>Null for the standard phrase.</summary>
    public string? Phrase { get; init; }

    public ImmutableArray<RouteHeader> Headers { get; internal init; } = [];

    /// <summary>Adds a header to the answer.</summary>
    public ReplyRoute With(string name, string value) => this with { Headers = RouteChecks.More(Headers, name, value) };
}

/// <summary>Answers 3xx with contacts.</summary>
public sealed record RedirectRoute : Route
{
    public ImmutableArray<string> Contacts { get; internal init; }

    /// <summary>300 to 399.</summary>
    public int Status { get; internal init; } = 302;

    /// <summary>Another status than 302.</summary>
    public RedirectRoute As(int status) => this with { Status = RouteChecks.Valid(status, RouteChecks.Redirection) };
}

/// <summary>A verb that may be limited in time.</summary>
public abstract record TimedRoute : Route
{
    private protected TimedRoute()
    {
    }

    /// <summary>1 to 7200; null for no limit of its own.</summary>
    public int? Seconds { get; internal init; }
}

/// <summary>A verb that sends the request, or one made from it, on.</summary>
public abstract record SendingRoute : TimedRoute
{
    private protected SendingRoute()
    {
    }

    public ImmutableArray<RouteHeader> Added { get; internal init; } = [];

    /// <summary>Header names whose fields go; before <see cref="Added"/>.</summary>
    public ImmutableArray<string> Removed { get; internal init; } = [];

    /// <summary>Null to leave the caller's identity as it is.</summary>
    public CallerIdentity? Identity { get; internal init; }
}

/// <summary>Rings users of ours.</summary>
public sealed record RingRoute : SendingRoute
{
    public ImmutableArray<string> Targets { get; internal init; }
    public Actors.ForkingOrder Order { get; internal init; } = Actors.ForkingOrder.Parallel;

    /// <summary>One user after the other; of one user, one phone after the other.</summary>
    public RingRoute InOrder() => this with { Order = Actors.ForkingOrder.Sequential };

    /// <summary>Phones of equal q at once, the highest q first.</summary>
    public RingRoute ByQ() => this with { Order = Actors.ForkingOrder.ByQ };
}

/// <summary>Sends the request to foreign targets or over a trunk.</summary>
public sealed record ForwardRoute : SendingRoute
{
    /// <summary>SIP URIs in order; empty when there is a trunk.</summary>
    public ImmutableArray<string> Targets { get; internal init; } = [];

    /// <summary>A name of the configuration; null when there are targets.</summary>
    public string? TrunkName { get; internal init; }

    /// <summary>The user part to ask for; null for the one that was dialled.</summary>
    public string? Number { get; internal init; }

    /// <summary>
    /// Statuses and classes at which the next target is tried; empty for 408 and 5xx. <see cref="TimedRoute.Seconds"/>
    /// is the time of one target.
    /// </summary>
    public ImmutableArray<string> Failover { get; internal init; } = [];

    /// <summary>Asks for another number than the one that was dialled.</summary>
    public ForwardRoute To(string number) => this with { Number = RouteChecks.Valid(number, RouteChecks.Number) };

    /// <summary>At which statuses (<c>503</c>) and classes (<c>5xx</c>) the next target is tried.</summary>
    public ForwardRoute FailoverOn(params ReadOnlySpan<string> cases) =>
        this with { Failover = RouteChecks.Valid([.. cases], RouteChecks.Statuses) };
}

/// <summary>Calls the target in a call of its own and joins the two (B2BUA).</summary>
public sealed record BridgeRoute : SendingRoute
{
    public required string Target { get; init; }
}

/// <summary>Puts the caller into a queue.</summary>
public sealed record QueueRoute : TimedRoute
{
    public required string Name { get; init; }

    /// <summary>The skills that an agent must have.</summary>
    public ImmutableArray<string> Skills { get; internal init; } = [];

    /// <summary>0 to 9, the highest is served first.</summary>
    public int Priority { get; internal init; }

    /// <summary>Only agents who have all of these skills.</summary>
    public QueueRoute Needing(params ReadOnlySpan<string> skills) =>
        this with { Skills = RouteChecks.Valid([.. skills], RouteChecks.Names) };

    /// <summary>Served before those of lower priority.</summary>
    public QueueRoute At(int priority) => this with { Priority = RouteChecks.Valid(priority, RouteChecks.Priority) };
}

/// <summary>Parks the caller.</summary>
public sealed record ParkRoute : TimedRoute
{
    public required string Slot { get; init; }
}

/// <summary>Asks the caller for a user's password.</summary>
public sealed record ChallengeRoute : Route;

/// <summary>Goes on elsewhere.</summary>
public sealed record ContinueRoute : Route
{
    /// <summary>A continuation; null for the next rule that fits.</summary>
    public string? Name { get; internal init; }
}
