using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Hosting.Options;

/// <summary>From text to value, for each kind of option. None of them throws.</summary>
internal static class OptionParsers
{
    private const int MaxItems = 64;

    public static OptionParser<ImmutableArray<T>> ListOf<T>(OptionParser<T> item, params char[] separators) =>
        (string text, out ImmutableArray<T> values) =>
        {
            values = [];
            var list = ImmutableArray.CreateBuilder<T>();
            foreach (var part in text.Split(separators is [] ? [','] : separators, StringSplitOptions.TrimEntries))
            {
                if (list.Count == MaxItems || !item(part, out var value) || list.Contains(value)) return false;
                list.Add(value);
            }
            values = list.ToImmutable();
            return true;
        };

    public static OptionParser<int> NumberBetween(int least, int most) => (string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && value >= least && value <= most;

    public static OptionParser<int?> IntegerBetween(int least, int most) => (string text, out int? value) =>
    {
        var good = NumberBetween(least, most)(text, out var number);
        value = good ? number : null;
        return good;
    };

    public static bool TryBoolean(string text, out bool value) => bool.TryParse(text, out value);

    public static bool TryDomain(string text, out string value)
    {
        value = text.ToLowerInvariant();
        return HostPort.IsHost(value);
    }

    public static bool TryDigest(string text, out DigestAlgorithm value)
    {
        value = text.ToUpperInvariant() switch
        {
            "MD5" => DigestAlgorithm.Md5,
            "SHA-256" => DigestAlgorithm.Sha256,
            _ => DigestAlgorithm.None,
        };
        return value != DigestAlgorithm.None;
    }

    public static bool TryForking(string text, out ForkingOrder value)
    {
        ForkingOrder? order = text.ToLowerInvariant() switch
        {
            "parallel" => ForkingOrder.Parallel,
            "sequential" => ForkingOrder.Sequential,
            "by-q" => ForkingOrder.ByQ,
            _ => null,
        };
        value = order.GetValueOrDefault();
        return order is not null;
    }

    /// <summary>The name of a relay: the session of its commands, and a part of flows and tokens.</summary>
    public static bool TryRelayId(string text, out string value)
    {
        value = text;
        return text.Length is > 0 and <= 32
            && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }

    /// <summary>Table Storage's rule: 3 to 63 letters and digits, a letter first.</summary>
    public static bool TryTable(string text, out string value)
    {
        value = text;
        return text.Length is >= 3 and <= 63 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit);
    }

    /// <summary>http://host:port with nothing behind it; https wants a proxy in front.</summary>
    public static bool TryHttpUrl(string text, out string value)
    {
        value = text.TrimEnd('/');
        // Kestrel's own wildcards are no hosts to Uri.
        var probe = value.Replace("//*", "//wildcard", StringComparison.Ordinal)
            .Replace("//+", "//wildcard", StringComparison.Ordinal);
        return Uri.TryCreate(probe, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0
            // Kestrel cannot take "any free port" on both loopback families at once.
            && !(uri.Port == 0 && uri.Host == "localhost");
    }
}
