using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessSip.Local.Users;

/// <summary>The users of a system that was given none: alice and bob, made once, kept in a private file.</summary>
internal static class GeneratedUsers
{
    public const string FileName = "users.json";

    /// <summary>Letters and digits that are not mistaken for each other on a phone's display.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int PasswordLength = 12;
    private static readonly string[] s_names = ["alice", "bob"];

    public static ImmutableSortedDictionary<string, string> Load(string folder, out OptionError? error)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) PrivateFile.TryCreate(path, Generate());
        var users = UsersJson.TryRead(File.ReadAllText(path));
        error = users is not null ? null : new OptionError("Local:Directory", path,
            "a JSON object of user names and passwords in it; delete the file for new ones");
        return users ?? ImmutableSortedDictionary<string, string>.Empty;
    }

    private static string Generate() => JsonSerializer.Serialize(
        s_names.ToDictionary(name => name, _ => RandomNumberGenerator.GetString(Alphabet, PasswordLength)),
        new JsonSerializerOptions { WriteIndented = true });
}
