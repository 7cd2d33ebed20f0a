using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using ServerlessSip.AzureAdapters.Clients;
using ServerlessSip.Hosting.Addresses;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Hosting.Users;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Functions.Composition;

/// <summary>What the settings say, checked.</summary>
internal sealed record FunctionsOptions(SipOptions Sip, TokenKeys Keys, SipAddresses Addresses, ConfiguredUsers Users)
{
    public required RoutesOptions Routes { get; init; }

    /// <exception cref="StartRefusedException">A setting is wrong or missing; the message is one line.</exception>
    public static FunctionsOptions Read(IConfiguration settings)
    {
        var reader = new OptionReader(settings);
        var sip = SipOptionsReader.Read(reader, AppContext.BaseDirectory);
        var users = ReadUsers(reader);
        var routes = RoutesOptionsReader.Read(reader, AppContext.BaseDirectory);
        if (sip.Secret is null) reader.Refuse(new OptionError("Sip:Secret", null, "the secret of all instances"));
        if (reader.Error is { } error) throw new StartRefusedException(error);
        // The sockets are the relays': here the listeners are names alone.
        var addresses = SipAddresses.Named(sip);
        var keys = new TokenKeys(sip.Secret!, sip.SecretPrevious ?? []);
        return new FunctionsOptions(sip, keys, addresses, new ConfiguredUsers(users, addresses.Domains))
        {
            Routes = routes,
        };
    }

    public override string ToString() => nameof(FunctionsOptions);

    private static ImmutableSortedDictionary<string, string> ReadUsers(OptionReader reader)
    {
        var users = UserOptions.Read(reader);
        if (reader.Configuration[SettingNames.Users] is not { Length: > 0 } json) return users;
        if (UsersJson.TryRead(json) is { } more)
        {
            if (more.Keys.FirstOrDefault(users.ContainsKey) is not { } twice) return users.AddRange(more);
            reader.Refuse(new OptionError($"Users:{twice}", "", $"a user who is not in {SettingNames.Users} as well")
            { IsSecret = true });
            return users;
        }
        reader.Refuse(new OptionError(SettingNames.Users, json, "a JSON object of user names and passwords")
        { IsSecret = true });
        return users;
    }
}
