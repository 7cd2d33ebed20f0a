using ServerlessSip.Engine.Auth;

namespace ServerlessSip.Api;

/// <summary>The users that the HTTP interface lists and lets in.</summary>
public interface IApiUsers
{
    /// <summary>The credentials of a user, by lower-case name; null when there is none.</summary>
    ValueTask<UserCredentials?> Find(string user, CancellationToken cancel = default);

    /// <summary>
    /// Lower-case names in ordinal order, after <paramref name="after"/>, at most <paramref name="count"/>.
    /// </summary>
    ValueTask<IReadOnlyList<string>> List(string? after, int count, CancellationToken cancel = default);
}
