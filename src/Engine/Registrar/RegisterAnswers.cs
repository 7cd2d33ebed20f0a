using System.Globalization;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>
/// Makes the answers to a REGISTER; each goes back over the flow it came by, once (RFC 3261 §26.3.2.4).
/// </summary>
internal static class RegisterAnswers
{
    /// <param name="reason">Null for the standard phrase.</param>
    /// <param name="headerLines">Whole lines, each ended by CRLF.</param>
    public static SendSip Make(
        SipReceived register, int status, in Env env, string? reason = null, ReadOnlySpan<byte> headerLines = default)
    {
        var tag = StatelessTag.For(register.Message, env);
        var bytes = ResponseWriter.Write(register.Message, status, reason, tag, headerLines);
        return new SendSip
        {
            Message = new OutgoingMessage(bytes, []),
            Kind = RelayCommandKind.SendResponse,
            Relay = register.Flow.Relay,
            Flow = register.Flow,
            Transport = register.Flow.Transport,
            Listener = register.Flow.Listener,
            Retransmission = Retransmission.None,
            NotAfter = env.Now + env.Settings.Limits.TransactionLife,
        };
    }

    /// <summary>
    /// RFC 3261 §10.3 step 8: every current binding with the time it has left at <paramref name="at"/>.
    /// </summary>
    public static SendSip Ok(SipReceived register, LocationState state, DateTimeOffset at, in Env env)
    {
        var lines = new StringBuilder();
        foreach (var binding in state.Bindings)
            if (binding.ExpiresAt > at) AppendContact(lines, binding, at);
        // RFC 3327 §5.3: the Path is given back as it came.
        foreach (var path in register.Message.Values(HeaderName.Path))
            lines.Append("Path: ").Append(Encoding.UTF8.GetString(path.Span)).Append("\r\n");
        lines.Append("Date: ").Append(at.ToString("R", CultureInfo.InvariantCulture)).Append("\r\n");
        return Make(register, 200, env, headerLines: Encoding.UTF8.GetBytes(lines.ToString()));
    }

    private static void AppendContact(StringBuilder lines, Binding binding, DateTimeOffset at)
    {
        var seconds = (long)Math.Ceiling((binding.ExpiresAt - at).TotalSeconds);
        lines.Append("Contact: <").Append(binding.Contact).Append(">;expires=").Append(Text(seconds));
        if (binding.Q < 1000) lines.Append(";q=0.").Append(binding.Q.ToString("000", CultureInfo.InvariantCulture));
        if (binding.Instance is not null) lines.Append(";+sip.instance=").Append($"\"{binding.Instance}\"");
        if (binding.RegId > 0) lines.Append(";reg-id=").Append(Text(binding.RegId));
        lines.Append("\r\n");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
