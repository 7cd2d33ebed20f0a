namespace ServerlessSip.Ports;

/// <summary>One event for web clients.</summary>
public sealed record PushEvent
{
    /// <summary>E.g. <c>registered</c>, <c>unregistered</c>, <c>call</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The resource it is about, e.g. <c>users/alice</c> or <c>calls/c0f3…</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The resource's version, gap-free from 1.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The event's own fields, e.g. state, from, to, reason, durationSeconds.</summary>
    public required IReadOnlyDictionary<string, string> Data { get; init; }
}

/// <summary>Where and with what a web client connects.</summary>
public sealed record PushEndpoint(string Url, string? AccessToken);

/// <summary>Events from the server to web clients, never the other way.</summary>
public interface IPush
{
    /// <summary>
    /// Sends to the subscribers of a group: a resource's name, or its collection's (<c>users</c>, <c>calls</c>).
    /// </summary>
    ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default);

    ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default);

    /// <summary>Joins a connection to a group; false when the connection is not known.</summary>
    ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default);
}
