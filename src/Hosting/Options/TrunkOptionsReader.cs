using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Hosting.Options;

/// <summary><c>Trunks:&lt;name&gt;:…</c>: the ways out that routes may forward over.</summary>
internal static class TrunkOptionsReader
{
    private const string ExpectedName = "a name of 1 to 64 letters, digits and . _ + -";
    private const string ExpectedTargets =
        "a comma list of 1 to 16 URIs without a user, as sip:gw.example:5060;transport=tcp";
    private const string ExpectedFailover = "a comma list of statuses and classes from 300 to 699, as 408,5xx";

    private static readonly string[] s_keys =
        ["Targets", "Failover", "Seconds", "ProbeSeconds", "Misses", "Goods", "Relay"];

    /// <param name="listen">A target can only be reached by a transport that is listened on.</param>
    /// <param name="relay">Who sends OPTIONS where no option names a relay; null for nobody.</param>
    public static TrunkSettings Read(OptionReader reader, ImmutableArray<ListenAddress> listen, string? relay)
    {
        var trunks = new List<TrunkOptions>();
        foreach (var section in reader.Configuration.GetSection("Trunks").GetChildren())
        {
            var name = section.Key.ToLowerInvariant();
            if (!TrunkName.IsName(name)) reader.Refuse(new OptionError(section.Path, section.Key, ExpectedName));
            else if (section.Value is { } value) reader.Refuse(new OptionError(section.Path, value, Expected(section)));
            else if (trunks.Count == TrunkLimits.MaxTrunks)
                reader.Refuse(new OptionError("Trunks", section.Key, $"at most {TrunkLimits.MaxTrunks} trunks"));
            else trunks.Add(Read(reader, section, name, relay));
        }
        foreach (var trunk in trunks) CheckTransports(reader, trunk, listen);
        return new TrunkSettings(trunks);
    }

    private static TrunkOptions Read(OptionReader reader, IConfigurationSection section, string name, string? relay)
    {
        foreach (var child in section.GetChildren())
            if (!s_keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                reader.Refuse(new OptionError(child.Path, null, Expected(section)) { IsUnknownKey = true });
        if (section["Targets"] is null)
            reader.Refuse(new OptionError($"{section.Path}:Targets", null, ExpectedTargets));
        var options = new TrunkOptions { Name = name, Targets = [] };
        var usual = (int)options.ProbeEvery!.Value.TotalSeconds;
        var every = Number(reader, $"{section.Path}:ProbeSeconds", usual, 0, 3600);
        var inARow = TrunkLimits.MaxInARow;
        return options with
        {
            Targets = reader.Read($"{section.Path}:Targets", options.Targets, TryTargets, ExpectedTargets),
            Failover = reader.Read($"{section.Path}:Failover", options.Failover,
                OptionParsers.ListOf<string>(TryStatus), ExpectedFailover),
            Time = TimeSpan.FromSeconds(
                Number(reader, $"{section.Path}:Seconds", (int)options.Time.TotalSeconds, 1, 180)),
            ProbeEvery = every == 0 ? null : TimeSpan.FromSeconds(every),
            Misses = Number(reader, $"{section.Path}:Misses", options.Misses, 1, inARow),
            Goods = Number(reader, $"{section.Path}:Goods", options.Goods, 1, inARow),
            Relay = reader.Read<string?>($"{section.Path}:Relay", relay, TryRelay, "the Relay:Id of one of the relays"),
        };
    }

    /// <summary>What no listener can send is known now, not with the first call.</summary>
    private static void CheckTransports(
        OptionReader reader, TrunkOptions trunk, ImmutableArray<ListenAddress> listen)
    {
        foreach (var target in trunk.Targets)
        {
            var transport = TransportOf(target);
            if (listen.Any(l => l.Transport == transport)) continue;
            var name = ListenAddress.TransportName(transport);
            reader.Refuse(new OptionError(
                $"Trunks:{trunk.Name}:Targets", target, $"a transport of Sip:Listen, which has no {name}"));
        }
    }

    private static SipTransport TransportOf(string target)
    {
        if (!SipUri.TryParse(target, out var uri)) return SipTransport.None;
        var written = uri!.TryGetParameter("transport"u8, out var value)
            ? System.Text.Encoding.ASCII.GetString(value) : "udp";
        if (uri.Scheme == SipScheme.Sips) return SipTransport.Tls;
        return Enum.TryParse<SipTransport>(written, ignoreCase: true, out var named) ? named : SipTransport.None;
    }

    private static bool TryTargets(string text, out ImmutableArray<string> value) =>
        OptionParsers.ListOf<string>(TryTarget)(text, out value) && value.Length <= TrunkLimits.MaxTargets;

    /// <summary>With <c>sip:</c> in front of what has no scheme.</summary>
    private static bool TryTarget(string text, out string value)
    {
        var hasScheme = text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        value = hasScheme ? text : $"sip:{text}";
        return text.Length is > 0 and <= 256 && text.All(c => c is > ' ' and < '\x7f' and not ('<' or '>' or '"'))
            && SipUri.TryParse(value, out var uri) && uri!.Scheme is SipScheme.Sip or SipScheme.Sips
            && uri.User.IsEmpty && uri.Headers.IsEmpty && (uri.HostIsIPv6 || HostPort.IsHost(uri.HostText));
    }

    private static bool TryStatus(string text, out string value)
    {
        value = text.ToLowerInvariant();
        return value.Length == 3 && value[0] is >= '3' and <= '6'
            && (value[1..] == "xx" || (char.IsAsciiDigit(value[1]) && char.IsAsciiDigit(value[2])));
    }

    private static bool TryRelay(string text, out string? value)
    {
        var good = OptionParsers.TryRelayId(text, out var id);
        value = id;
        return good;
    }

    /// <param name="key">The whole key.</param>
    private static int Number(OptionReader reader, string key, int fallback, int least, int most) => reader.Read(
        key, fallback, OptionParsers.NumberBetween(least, most),
        string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));

    private static string Expected(IConfigurationSection section) =>
        $"keys below {section.Path}: {string.Join(", ", s_keys)}";
}
