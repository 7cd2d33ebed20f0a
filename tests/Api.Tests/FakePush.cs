using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests;

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
