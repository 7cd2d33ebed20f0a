using System.Collections.Immutable;
using ServerlessSip.Local.Options;
using ServerlessSip.Local.Users;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Local.Composition;

/// <summary>The options, and what is made up and kept where none were given.</summary>
internal sealed record StartOptions
{
    public required LocalOptions Options { get; init; }
    public required TokenKeys Keys { get; init; }

    /// <summary>Passwords by name.</summary>
    public required ImmutableSortedDictionary<string, string> Users { get; init; }

    public bool UsersAreGenerated => Options.Users.IsEmpty;

    public static StartOptions Load(IConfiguration configuration, string[] arguments, string contentRoot)
    {
        if (KnownKeys.FindMistypedRoot(arguments) is { } mistyped) throw new StartRefusedException(mistyped);
        var options = OptionsLoader.Load(configuration, contentRoot, out var error)
            ?? throw new StartRefusedException(error!);
        try
        {
            PrivateFile.MakeFolder(options.Directory);
            return Complete(options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var expected = $"a folder that can be written: {e.Message.ReplaceLineEndings(" ")}";
            throw new StartRefusedException(new OptionError("Local:Directory", options.Directory, expected));
        }
    }

    public override string ToString() => nameof(StartOptions);

    private static StartOptions Complete(LocalOptions options)
    {
        OptionError? error = null;
        var secret = options.Sip.Secret ?? GeneratedSecret.Load(options.Directory, out error);
        if (error is not null) throw new StartRefusedException(error);
        var users = options.Users.IsEmpty ? GeneratedUsers.Load(options.Directory, out error) : options.Users;
        if (error is not null) throw new StartRefusedException(error);
        return new StartOptions
        {
            Options = options,
            Keys = new TokenKeys(secret, options.Sip.SecretPrevious ?? []),
            Users = users,
        };
    }
}
