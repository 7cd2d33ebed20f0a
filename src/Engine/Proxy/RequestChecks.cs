using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Why a request is refused before anybody asks who sent it.</summary>
/// <param name="Lines">Whole header lines for the answer; null for none.</param>
internal readonly record struct Refusal(int Status, string? Lines = null);

/// <summary>Request validation (RFC 3261 §16.3).</summary>
internal static class RequestChecks
{
    public static Refusal? Refusal(SipMessage message, in Env env)
    {
        var fault = message.Validate();
        if (fault.Kind == SipParseErrorKind.Version) return new Refusal(505);
        if (fault.Kind != SipParseErrorKind.None) return new Refusal(400, WarningLine(fault, env));
        var uri = message.RequestUri!;
        if (uri.Scheme == SipScheme.Other) return new Refusal(416);
        if (message.MaxForwards == 0 && !IsForServer(message, uri, env)) return new Refusal(483);
        if (message.TryGet(HeaderName.ProxyRequire, out _)) return new Refusal(420, UnsupportedLine(message));
        return null;
    }

    /// <summary>An OPTIONS to the server itself ends here, whatever its Max-Forwards (RFC 3261 §11).</summary>
    public static bool IsForServer(SipMessage message, SipUri uri, in Env env) =>
        message.Method == SipMethod.Options && uri.User.IsEmpty
        && env.Settings.Domains.Serves(uri.HostText, uri.Port, uri.Scheme == SipScheme.Sips);

    /// <summary>RFC 3261 §20.43, code 399: what is wrong with the message, for whoever reads the trace.</summary>
    private static string WarningLine(SipParseError fault, in Env env)
    {
        var text = fault.Detail!.Replace('"', '\'').Replace('\\', '/');
        return $"Warning: 399 {env.Settings.Domains.Primary} \"{text}\"\r\n";
    }

    /// <summary>
    /// We know no option that a proxy must know, so every one asked for is unsupported (RFC 3261 §16.3 step 5).
    /// </summary>
    private static string UnsupportedLine(SipMessage message)
    {
        var line = new StringBuilder("Unsupported: ");
        var first = true;
        foreach (var token in message.Values(HeaderName.ProxyRequire))
        {
            if (!first) line.Append(", ");
            line.Append(Text.Of(token.Span));
            first = false;
        }
        return line.Append("\r\n").ToString();
    }
}
