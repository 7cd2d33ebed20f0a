using ServerlessSip.Engine.Auth;

namespace ServerlessSip.Engine.Runtime;

/// <summary>Who may register and call.</summary>
public interface IUserDirectory
{
    /// <summary>The credentials of a user (lower-case); null when there is none.</summary>
    ValueTask<UserCredentials?> Find(string user);
}
