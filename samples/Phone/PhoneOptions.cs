using System.Globalization;

namespace ServerlessSip.Phone;

/// <summary>Who the phone is, where it registers, and whom it calls.</summary>
internal sealed record PhoneOptions
{
    public const string Usage =
        """
        Phone USER PASSWORD SERVER [call USER@DOMAIN] [seconds N]
          registers as USER at SERVER (host or host:port), answers what comes, and calls if asked to;
          hangs up after N seconds of talk (default 10) and ends; without a call it goes on until Ctrl+C
        """;

    public required string User { get; init; }
    public required string Password { get; init; }

    /// <summary>host or host:port.</summary>
    public required string Server { get; init; }

    /// <summary>Null when the phone only answers.</summary>
    public string? Target { get; init; }

    public TimeSpan TalkTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Null for what is not understood.</summary>
    public static PhoneOptions? Parse(string[] arguments)
    {
        if (arguments is not [{ Length: > 0 } user, var password, { Length: > 0 } server, .. var rest]) return null;
        var options = new PhoneOptions { User = user, Password = password, Server = server };
        while (rest is [var name, var value, .. var more])
        {
            rest = more;
            if (name == "call" && value.Contains('@')) options = options with { Target = $"sip:{value}" };
            else if (name == "seconds" && TrySeconds(value, out var time)) options = options with { TalkTime = time };
            else return null;
        }
        return rest.Length == 0 ? options : null;
    }

    public override string ToString() => $"{User} at {Server}";

    private static bool TrySeconds(string text, out TimeSpan time)
    {
        var good = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= 3600;
        time = TimeSpan.FromSeconds(seconds);
        return good;
    }
}
