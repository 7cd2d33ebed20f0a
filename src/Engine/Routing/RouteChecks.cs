using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>A rule of the decision document: whether a value keeps it, and what was expected.</summary>
internal sealed record RouteCheck<T>(string Expected, Func<T, bool> Holds);

/// <summary>The rules of the decision document, the same for the builders and for JSON.</summary>
internal static class RouteChecks
{
    public const int MaxTargets = 16;
    public const int MaxHeaders = 16;
    public const int MaxTextLength = 200;
    public const int MaxHeaderLength = 512;
    public const int MaxNameLength = 64;
    public const int MaxDepth = 8;
    public const int MaxSteps = 64;
    public const int MaxSeconds = 7200;

    public static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static readonly RouteCheck<int> Status = new("a status from 200 to 699", v => v is >= 200 and <= 699);
    public static readonly RouteCheck<int> Failure = new("a status from 300 to 699", v => v is >= 300 and <= 699);
    public static readonly RouteCheck<int> Redirection = new("a status from 300 to 399", v => v is >= 300 and <= 399);
    public static readonly RouteCheck<int> Time = new("1 to 7200 seconds", v => v is >= 1 and <= MaxSeconds);
    public static readonly RouteCheck<int> Priority = new("a priority from 0 to 9", v => v is >= 0 and <= 9);
    public static readonly RouteCheck<string> Text =
        new("1 to 200 printable characters", v => v.Length is > 0 and <= MaxTextLength && !v.Any(char.IsControl));
    public static readonly RouteCheck<string> Name =
        new("a name of 1 to 64 letters, digits and . _ + -", v => v.Length is > 0 and <= MaxNameLength
            && v.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-'));
    public static readonly RouteCheck<string> Number =
        new("1 to 64 letters, digits and + * # . _ -", v => v.Length is > 0 and <= MaxNameLength
            && v.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '*' or '#' or '.' or '_' or '-'));
    public static readonly RouteCheck<string> Target =
        new("a sip or sips URI with a user, as user@host", IsTarget);
    public static readonly RouteCheck<string> Contact = new("a sip, sips or tel URI", IsUri);
    public static readonly RouteCheck<ImmutableArray<string>> Targets =
        new("1 to 16 sip or sips URIs with a user, as user@host",
            v => v.Length is > 0 and <= MaxTargets && v.All(IsTarget));
    public static readonly RouteCheck<ImmutableArray<string>> Contacts =
        new("1 to 16 sip, sips or tel URIs", v => v.Length is > 0 and <= MaxTargets && v.All(IsUri));
    public static readonly RouteCheck<ImmutableArray<string>> Names =
        new("1 to 16 names of letters, digits and . _ + -",
            v => v.Length is > 0 and <= MaxTargets && v.All(Name.Holds));
    public static readonly RouteCheck<ImmutableArray<string>> Statuses =
        new("1 to 16 statuses or classes from 300 to 699, as 503 or 5xx",
            v => v.Length is > 0 and <= MaxTargets && v.All(IsStatusOrClass));
    public static readonly RouteCheck<string> Case =
        new($"a status (486), a class (4xx) or one of {string.Join(", ", RouteEvents.All)}",
            v => IsStatusOrClass(v) || RouteEvents.All.Contains(v));
    public static readonly RouteCheck<string> HeaderToken =
        new("a header name that is the route's to set: not one that the protocol itself needs",
            // A single letter is the compact form of one.
            v => v.Length is > 1 and <= MaxNameLength && v.All(IsTokenCharacter) && !IsReserved(v));
    public static readonly RouteCheck<RouteHeader> Header =
        new("a header of a name that is the route's to set and at most 512 printable characters",
            v => HeaderToken.Holds(v.Name) && v.Value.Length <= MaxHeaderLength && !v.Value.Any(char.IsControl));
    public static readonly RouteCheck<CallerIdentity> Identity =
        new("a sip, sips or tel URI, and a name of at most 200 printable characters",
            v => IsUri(v.Uri) && (v.Display is null || Text.Holds(v.Display)));
    public static readonly RouteCheck<Route> Size =
        new("at most 8 levels and 64 steps in all", v => Depth(v) <= MaxDepth && Steps(v) <= MaxSteps);

    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards", "Max-Breadth", "Contact", "Route", "Record-Route",
        "Path", "Service-Route", "Content-Length", "Content-Type", "Content-Encoding", "Authorization",
        "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Require", "Proxy-Require", "RAck", "RSeq",
        "P-Asserted-Identity",
    };

    /// <summary>The value, if it keeps the rule.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static T Valid<T>(T value, RouteCheck<T> check) =>
        value is not null && check.Holds(value)
            ? value
            : throw new ArgumentException($"expected {check.Expected}, not {Shown(value)}", nameof(value));

    /// <summary>One more header, in place of one of the same name.</summary>
    public static ImmutableArray<RouteHeader> More(ImmutableArray<RouteHeader> headers, string name, string value)
    {
        var others = headers.RemoveAll(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return others.Length < MaxHeaders
            ? others.Add(Valid(new RouteHeader(name, value), Header))
            : throw new ArgumentException($"expected at most {MaxHeaders} headers", nameof(name));
    }

    public static ImmutableArray<string> More(ImmutableArray<string> names, string name)
    {
        var others = names.RemoveAll(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return others.Length < MaxHeaders
            ? others.Add(Valid(name, HeaderToken))
            : throw new ArgumentException($"expected at most {MaxHeaders} headers", nameof(name));
    }

    /// <summary>With <c>sip:</c> in front of what has no scheme.</summary>
    public static string Uri(string target) =>
        HasScheme(target) ? target : $"sip:{target}";

    public static ImmutableArray<string> Uris(ReadOnlySpan<string> targets)
    {
        var uris = ImmutableArray.CreateBuilder<string>(targets.Length);
        foreach (var target in targets) uris.Add(Uri(target ?? ""));
        return uris.MoveToImmutable();
    }

    private static bool HasScheme(string target) =>
        target.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("sips:", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("tel:", StringComparison.OrdinalIgnoreCase);

    private static bool IsTarget(string text) =>
        IsPlain(text) && SipUri.TryParse(text, out var uri) && uri!.Scheme is SipScheme.Sip or SipScheme.Sips
        && !uri.User.IsEmpty && uri.Headers.IsEmpty;

    private static bool IsUri(string text) =>
        IsPlain(text) && SipUri.TryParse(text, out var uri) && uri!.Scheme is SipScheme.Sip or SipScheme.Sips
            or SipScheme.Tel && uri.Headers.IsEmpty;

    /// <summary>It will stand between angle brackets in a header.</summary>
    private static bool IsPlain(string text) =>
        text.Length is > 4 and <= MaxHeaderLength && text.All(c => c is > ' ' and < '\x7f' and not ('<' or '>' or '"'));

    private static bool IsStatusOrClass(string text) =>
        text.Length == 3 && text[0] is >= '3' and <= '6'
        && (text[1..] == "xx" || (char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2])));

    private static bool IsTokenCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '!' or '%' or '*' or '_' or '+' or '`' or '\'' or '~';

    /// <summary>What routing, transactions, dialogs, bodies and trust are made of.</summary>
    private static bool IsReserved(string name) => s_reserved.Contains(name);

    private static int Depth(Route route)
    {
        var deepest = route.Next is null ? 0 : Depth(route.Next);
        foreach (var given in route.Cases) deepest = Math.Max(deepest, Depth(given.Route));
        return deepest + 1;
    }

    private static int Steps(Route route)
    {
        var steps = 1 + (route.Next is null ? 0 : Steps(route.Next));
        foreach (var given in route.Cases) steps += Steps(given.Route);
        return steps;
    }

    private static string Shown<T>(T value) => value switch
    {
        null => "null",
        Route => "this one",
        ImmutableArray<string> list => list.IsDefaultOrEmpty ? "none" : string.Join(", ", list),
        _ => $"\"{value}\"",
    };
}
