using System.Collections.Immutable;
using ServerlessSip.AzureAdapters.Clients;
using ServerlessSip.Edge;
using ServerlessSip.Hosting.Addresses;
using ServerlessSip.Hosting.Engines;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.UdpRelay.Composition;

/// <summary>What the settings say, checked.</summary>
internal sealed record RelaySettings(string Id, RelayOptions Relay, ImmutableArray<string> HealthUrls)
{
    /// <exception cref="StartRefusedException">A setting is wrong or missing; the message is one line.</exception>
    public static RelaySettings Read(IConfiguration settings)
    {
        var reader = new OptionReader(settings);
        var sip = SipOptionsReader.Read(reader, AppContext.BaseDirectory);
        // Stable over restarts: the flows of registered phones name it.
        var id = settings[SettingNames.RelayId]?.Trim() ?? Environment.MachineName.ToLowerInvariant();
        if (!OptionParsers.TryRelayId(id, out _))
            reader.Refuse(new OptionError(SettingNames.RelayId, id,
                "1 to 32 lower-case letters, digits and -, unlike that of any other relay"));
        var urls = reader.Read(SettingNames.HealthUrls, ["http://127.0.0.1:8080"],
            OptionParsers.ListOf<string>(OptionParsers.TryHttpUrl, ';', ','), "a list of http://address:port");
        if (sip.Secret is null) reader.Refuse(new OptionError("Sip:Secret", null, "the secret of all instances"));
        if (reader.Error is { } error) throw new StartRefusedException(error);
        var keys = new TokenKeys(sip.Secret!, sip.SecretPrevious ?? []);
        return new RelaySettings(id, SipSettings.Relay(id, sip, keys, new SipAddresses(sip)), urls);
    }

    public override string ToString() => nameof(RelaySettings);
}
