using ServerlessSip.Engine.Auth;

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
