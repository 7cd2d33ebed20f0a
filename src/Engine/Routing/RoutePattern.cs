using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>Which requests a rule fits: methods, user, host, and a header.</summary>
internal sealed class RoutePattern
{
    private const string AnyHost = "**";

    private readonly string[] _methods;
    private readonly Glob _user;
    private readonly Glob _host;
    private readonly string? _header;
    private readonly Glob? _value;

    private RoutePattern(string[] methods, Glob user, Glob host, (string Name, Glob? Value)? header)
    {
        (_methods, _user, _host) = (methods, user, host);
        (_header, _value) = header is { } given ? (given.Name, given.Value) : (null, null);
    }

    /// <summary>
    /// What comes first has the higher rank: a host, then a user, that is named, or named by more characters; then a
    /// header; then a method.
    /// </summary>
    public (int Host, int User, int Header, int Method) Rank =>
        (Of(_host) + (_host.Pattern == AnyHost ? -1 : 0), Of(_user),
            _header is null ? 0 : _value is null ? 1 : 2 + Of(_value), _methods is ["*"] ? 0 : 1);

    /// <summary>Null with what was expected when it is none.</summary>
    public static RoutePattern? Parse(string method, string pattern, string? header, out string? expected)
    {
        expected = null;
        var methods = method.Split(',', StringSplitOptions.TrimEntries);
        if (!methods.All(m => m == "*" || (m.Length > 0 && m.All(c => char.IsAsciiLetterUpper(c)))))
            expected = $"methods in capitals, or *, not \"{method}\"";
        if (methods.Any(m => m is "ACK" or "CANCEL" or "PRACK" or "REGISTER"))
            expected = "no ACK, CANCEL, PRACK or REGISTER: they never come to a route";
        var at = pattern.LastIndexOf('@');
        var user = at < 0 ? pattern : pattern[..at];
        var host = at < 0 ? "*" : pattern[(at + 1)..];
        if (user.Length == 0 || host.Length == 0 || pattern.Any(c => c <= ' '))
            expected = $"user@host, not \"{pattern}\"";
        var colon = header?.IndexOf(':') ?? -1;
        var name = header is null ? null : (colon < 0 ? header : header[..colon]).Trim();
        if (name is "") expected = $"a header as \"Name\" or \"Name: value\", not \"{header}\"";
        if (expected is not null) return null;
        var value = colon < 0 ? null : new Glob(header![(colon + 1)..].Trim().ToLowerInvariant());
        return new RoutePattern(
            methods, new Glob(user.ToLowerInvariant()), new Glob(host.ToLowerInvariant()),
            name is null ? null : (name, value));
    }

    public bool Matches(RouteSubject subject)
    {
        var host = subject.Target.HostText;
        // Our domains, and for a foreign host a pattern that says so.
        if (_host.Pattern == "*" ? !subject.IsServed : _host.Pattern != AnyHost && !_host.Matches(host)) return false;
        if (!_user.Matches(subject.Target.UnescapedUser.ToLowerInvariant())) return false;
        return MatchesMethod(subject.Request) && MatchesHeader(subject.Request);
    }

    /// <summary>Whether a request may fit both.</summary>
    public bool Overlaps(RoutePattern other) =>
        (_methods.Contains("*") || other._methods.Contains("*") || _methods.Intersect(other._methods).Any())
        && _user.Overlaps(other._user) && _host.Overlaps(other._host)
        && (_header is null || !string.Equals(_header, other._header, StringComparison.OrdinalIgnoreCase)
            || _value is null || other._value is null || _value.Overlaps(other._value));

    public override string ToString()
    {
        var text = new StringBuilder($"{string.Join(',', _methods)} {_user.Pattern}@{_host.Pattern}");
        if (_header is not null) text.Append($" with {_header}");
        if (_value is not null) text.Append($": {_value.Pattern}");
        return text.ToString();
    }

    /// <summary>A literal before all others, then by the characters named.</summary>
    private static int Of(Glob glob) => glob.IsLiteral ? 1000 : glob.Literals;

    private bool MatchesMethod(SipMessage request)
    {
        foreach (var method in _methods)
            if (method == "*" || Ascii.Equals(request.MethodText, method)) return true;
        return false;
    }

    private bool MatchesHeader(SipMessage request)
    {
        if (_header is null) return true;
        return request.TryGet(Encoding.ASCII.GetBytes(_header), out var value)
            && (_value is null || _value.Matches(Encoding.UTF8.GetString(value.Span).ToLowerInvariant()));
    }
}
