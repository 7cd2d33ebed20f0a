using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests;

/// <summary>alice and bob, whose passwords are pw-alice and pw-bob.</summary>
internal sealed class FakeUsers : IApiUsers
{
    public List<string> Names { get; } = ["alice", "bob"];

    public ValueTask<UserCredentials?> Find(string user, CancellationToken cancel = default) =>
        new(Names.Contains(user) ? UserCredentials.FromPassword(user, "example.com", $"pw-{user}") : null);

    public ValueTask<IReadOnlyList<string>> List(string? after, int count, CancellationToken cancel = default) =>
        new(Names.Where(n => string.CompareOrdinal(n, after) > 0).Take(count).ToArray());
}

/// <summary>Knows the one connection <c>known</c>.</summary>
internal sealed class FakePush : IPush
{
    public List<string> Joined { get; } = [];

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default) => default;

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        new(new PushEndpoint("/events/hub", user.Length == 0 ? null : $"token of {user}"));

    public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default)
    {
        if (connectionId != "known") return new(false);
        Joined.Add(group);
        return new(true);
    }
}

/// <summary>Takes commands and gives the answer that the test has set; null is none in time.</summary>
internal sealed class FakeCommands
{
    public List<(ActorKey Actor, CommandReceived Command, string? Once)> Sent { get; } = [];

    public CommandResult? Answer { get; set; } = new(200, "1 contact removed");

    public ValueTask<CommandResult?> Send(
        ActorKey actor, CommandReceived command, string? idempotencyKey, CancellationToken cancel)
    {
        Sent.Add((actor, command, idempotencyKey));
        return new(Answer);
    }
}

/// <summary>A clock that stands until it is told to go.</summary>
internal sealed class FakeTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
