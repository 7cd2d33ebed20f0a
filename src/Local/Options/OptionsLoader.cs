using System.Collections.Immutable;
using ServerlessSip.Local.Composition;

namespace ServerlessSip.Local.Options;

/// <summary>Reads and checks all options.</summary>
internal static class OptionsLoader
{
    private static readonly OptionParser<ImmutableArray<string>> s_urls =
        OptionParsers.ListOf<string>(OptionParsers.TryHttpUrl, ';', ',');

    /// <param name="contentRoot">Relative paths start here.</param>
    /// <param name="error">The first thing that is wrong; null when the options are good.</param>
    public static LocalOptions? Load(IConfiguration configuration, string contentRoot, out OptionError? error)
    {
        var reader = new OptionReader(configuration);
        if (KnownKeys.FindUnknown(configuration) is { } unknown) reader.Refuse(unknown);
        var options = new LocalOptions
        {
            Sip = SipOptionsReader.Read(reader, contentRoot, SipSystem.RelayId),
            Routes = RoutesOptionsReader.Read(reader, contentRoot),
            HttpUrls = reader.Read("Http:Urls", ["http://127.0.0.1:7071"], s_urls,
                "a list of http://address:port, separated by ;"),
            Store = reader.Read("Store", StoreKind.Azurite, TryStore, "azurite or memory"),
            TablesConnection = TablesConnectionOption.Read(reader),
            TableName = reader.Read("Store:Table", "sip", OptionParsers.TryTable,
                "3 to 63 letters and digits, a letter first"),
            Directory = DirectoryOption.Read(reader, contentRoot),
            RecordDirectory = RecordOption.Read(reader, contentRoot),
            Users = UserOptions.Read(reader),
        };
        error = reader.Error;
        return error is null ? options : null;
    }

    private static bool TryStore(string text, out StoreKind value)
    {
        value = text.ToLowerInvariant() switch
        {
            "azurite" => StoreKind.Azurite,
            "memory" => StoreKind.Memory,
            _ => 0,
        };
        return value != 0;
    }
}
