using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>
/// What is looked at in a REGISTER before anything is changed; each rule answers the refusal, or null.
/// </summary>
internal static class RegisterRules
{
    /// <summary>Rules that need no credentials.</summary>
    public static SendSip? Refuse(SipReceived register, in Env env)
    {
        var message = register.Message;
        var fault = message.Validate();
        if (fault.Kind == SipParseErrorKind.Version) return RegisterAnswers.Make(register, 505, env);
        if (fault.Kind != SipParseErrorKind.None) return RegisterAnswers.Make(register, 400, env, fault.Detail);
        if (RefuseExtensions(register, env) is { } refusal) return refusal;
        // RFC 3261 §10.3 step 5. Another actor's address is not ours to answer for either.
        return message.To is { } to
            && AddressOfRecord.TryCanonicalize(to.Uri, env.Settings.Domains, out var aor)
            && AddressOfRecord.Hash(aor) == env.Self.Hash
            ? null
            : RegisterAnswers.Make(register, 404, env);
    }

    /// <summary>RFC 3261 §10.3 step 6, and our limits.</summary>
    public static SendSip? RefuseContacts(SipReceived register, in Env env)
    {
        var message = register.Message;
        if (message.ContactIsStar)
        {
            return message.TryGet(HeaderName.Expires, out var expires) && Seconds.Parse(expires.Span) == 0
                && CountOfContacts(message) == 1
                ? null
                : RegisterAnswers.Make(register, 400, env, "Contact * Needs Expires 0 And No Other");
        }

        if (message.Contacts is null) return RegisterAnswers.Make(register, 400, env, "Malformed Contact");
        foreach (var path in message.Values(HeaderName.Path))
        {
            if (!NameAddr.TryParse(path, out _))
                return RegisterAnswers.Make(register, 400, env, "Malformed Path");
        }

        return SizeOfBinding(message) > env.Settings.Limits.MaxBindingBytes
            ? RegisterAnswers.Make(register, 400, env, "Contact Or Path Too Long")
            : null;
    }

    /// <summary>The contacts asked for; null when one asks for too short a time.</summary>
    public static IReadOnlyList<ContactRequest>? ReadContacts(SipMessage message, EngineLimits limits)
    {
        if (message.ContactIsStar) return [];
        uint? header = message.TryGet(HeaderName.Expires, out var text) ? Seconds.Parse(text.Span) : null;
        var contacts = new List<ContactRequest>();
        foreach (var contact in message.Contacts!)
        {
            if (ContactRequest.From(contact, header, limits) is not { } request) return null;
            contacts.Add(request);
        }

        return contacts;
    }

    /// <summary>RFC 3261 §8.2.2.3: path is the one extension that we know.</summary>
    private static SendSip? RefuseExtensions(SipReceived register, in Env env)
    {
        var unknown = new StringBuilder();
        foreach (var option in register.Message.Values(HeaderName.Require))
            if (!Ascii.EqualsIgnoreCase(option.Span, "path"u8)) Add(unknown, Encoding.UTF8.GetString(option.Span));
        // RFC 3327 §5.3: a Path that the phone does not know of may have been put there to lead its calls astray.
        if (unknown.Length == 0
            && register.Message.TryGet(HeaderName.Path, out _)
            && !register.Message.HasToken(HeaderName.Supported, "path"u8)
            && !register.Message.HasToken(HeaderName.Require, "path"u8))
        {
            Add(unknown, "path");
        }

        if (unknown.Length == 0) return null;
        var line = Encoding.UTF8.GetBytes($"Unsupported: {unknown}\r\n");
        return RegisterAnswers.Make(register, 420, env, headerLines: line);
    }

    private static void Add(StringBuilder list, string option) =>
        list.Append(list.Length > 0 ? ", " : "").Append(option);

    private static int CountOfContacts(SipMessage message)
    {
        var count = 0;
        foreach (var _ in message.Values(HeaderName.Contact)) count++;
        return count;
    }

    /// <summary>The most bytes that one binding of this request takes.</summary>
    private static int SizeOfBinding(SipMessage message)
    {
        var longest = 0;
        foreach (var contact in message.Values(HeaderName.Contact)) longest = Math.Max(longest, contact.Length);
        var size = longest + message.CallId.Length + (message.TopVia?.Branch.Length ?? 0);
        foreach (var path in message.Values(HeaderName.Path)) size += path.Length;
        return size;
    }
}
