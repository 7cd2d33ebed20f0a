using System.Collections.Immutable;

namespace ServerlessSip.Hosting.Options;

/// <summary><c>Users:&lt;name&gt;</c>: a password each.</summary>
internal static class UserOptions
{
    public const int MaxNameLength = 64;
    public const int MaxPasswordLength = 128;

    private const string ExpectedName = "a name of 1 to 64 letters, digits and . _ + -";
    private const string ExpectedPassword = "a password of 1 to 128 printable characters";

    public static ImmutableSortedDictionary<string, string> Read(OptionReader reader)
    {
        var users = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in reader.Configuration.GetSection("Users").GetChildren())
        {
            var key = $"Users:{entry.Key}";
            if (!IsName(entry.Key))
                reader.Refuse(new OptionError(key, entry.Key, ExpectedName));
            else if (entry.Value is not { } password || !IsPassword(password))
                reader.Refuse(new OptionError(key, entry.Value, ExpectedPassword) { IsSecret = true });
            else
                users[entry.Key.ToLowerInvariant()] = password;
        }
        return users.ToImmutable();
    }

    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');

    public static bool IsPassword(string password) =>
        password.Length is > 0 and <= MaxPasswordLength && !password.Any(char.IsControl);
}
