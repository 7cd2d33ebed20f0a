using System.Collections.Frozen;
using System.Collections.Immutable;
using ServerlessSip.Api;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Hosting.Users;

/// <summary>The users of the configuration: their hashes, made once at start. The passwords are not kept.</summary>
internal sealed class ConfiguredUsers : IUserDirectory, IApiUsers
{
    private readonly FrozenDictionary<string, UserCredentials> _users;
    private readonly ImmutableArray<string> _names;

    /// <param name="passwords">By lower-case name.</param>
    public ConfiguredUsers(ImmutableSortedDictionary<string, string> passwords, DomainSet domains)
    {
        _users = passwords.ToFrozenDictionary(
            user => user.Key,
            user => UserCredentials.FromPassword(user.Key, domains.Primary, user.Value, domains.Domains.AsSpan()),
            StringComparer.Ordinal);
        _names = [.. passwords.Keys.Order(StringComparer.Ordinal)];
    }

    public ValueTask<UserCredentials?> Find(string user) => new(_users.GetValueOrDefault(user));

    public ValueTask<UserCredentials?> Find(string user, CancellationToken cancel) => Find(user);

    public ValueTask<IReadOnlyList<string>> List(string? after, int count, CancellationToken cancel = default)
    {
        var found = after is null ? -1 : _names.BinarySearch(after, StringComparer.Ordinal);
        // Past the name itself, or where it would stand.
        var first = found >= 0 ? found + 1 : after is null ? 0 : ~found;
        return new(_names.Skip(first).Take(count).ToArray());
    }
}
