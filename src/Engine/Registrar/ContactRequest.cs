using System.Globalization;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>One Contact of a REGISTER: a binding that is asked for, refreshed or, with no time left, removed.</summary>
internal sealed record ContactRequest
{
    public required SipUri Uri { get; init; }
    public required string UriText { get; init; }
    public required int Q { get; init; }

    /// <summary>As granted; zero removes.</summary>
    public required TimeSpan Life { get; init; }

    /// <summary>As written between its quotes; null for none.</summary>
    public string? Instance { get; init; }

    /// <summary>RFC 5626 §4.2: counts only beside an instance; 0 for none.</summary>
    public int RegId { get; init; }

    /// <summary>Null when a shorter time was asked for than is granted (423).</summary>
    /// <param name="header">The Expires header's value in seconds; null when there is none.</param>
    public static ContactRequest? From(NameAddr contact, uint? header, EngineLimits limits)
    {
        if (Grant(contact, header, limits) is not { } life) return null;
        var instance = Text(contact, "+sip.instance"u8);
        return new ContactRequest
        {
            Uri = contact.Uri,
            UriText = contact.Uri.ToString(),
            Q = Thousandths(contact),
            Life = life,
            Instance = instance,
            RegId = instance is null ? 0 : RegIdOf(contact),
        };
    }

    /// <summary>Whether this contact takes the place of a binding.</summary>
    public bool Replaces(Binding binding)
    {
        // RFC 5626 §6: a flow is named by instance and reg-id, whatever contact it had before.
        if (RegId > 0 && binding.RegId > 0) return RegId == binding.RegId && Instance == binding.Instance;
        return SipUri.TryParse(binding.Contact, out var bound) && SipUri.Equivalent(Uri, bound!);
    }

    /// <summary>
    /// RFC 3261 §10.3 step 7: the contact's own expires, else the header's, else ours; what is too long is shortened.
    /// </summary>
    private static TimeSpan? Grant(NameAddr contact, uint? header, EngineLimits limits)
    {
        var asked = contact.TryGetParameter("expires"u8, out var own) ? Seconds.Parse(own) : header;
        if (asked is null) return limits.DefaultExpires;
        if (asked == 0) return TimeSpan.Zero;
        var life = TimeSpan.FromSeconds(asked.Value);
        if (life < limits.MinExpires) return null;
        return life > limits.MaxExpires ? limits.MaxExpires : life;
    }

    /// <summary>RFC 3261 §25.1 qvalue; one against the grammar counts as none.</summary>
    private static int Thousandths(NameAddr contact) =>
        contact.TryGetParameter("q"u8, out var text)
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q)
        && q <= 1
            ? (int)(q * 1000)
            : 1000;

    private static int RegIdOf(NameAddr contact) =>
        contact.TryGetParameter("reg-id"u8, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static string? Text(NameAddr contact, ReadOnlySpan<byte> name) =>
        contact.TryGetParameter(name, out var value) && !value.IsEmpty ? Encoding.UTF8.GetString(value) : null;
}
