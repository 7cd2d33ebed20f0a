namespace ServerlessSip.AzureAdapters.Clients;

/// <summary>
/// The settings of the Azure edition that infrastructure must set, as configuration names them; an environment variable
/// has two underscores for each colon. A test compares. What else docs/CONFIGURATION.md lists may be set.
/// </summary>
public static class SettingNames
{
    /// <summary>A connection string, for emulators; also the prefix that the triggers name.</summary>
    public const string ServiceBus = "ServiceBus";

    /// <summary>The namespace's host name, for a managed identity.</summary>
    public const string ServiceBusNamespace = "ServiceBus:fullyQualifiedNamespace";

    /// <summary>A connection string, for Azurite.</summary>
    public const string Tables = "Tables";

    /// <summary>The table service's address, for a managed identity.</summary>
    public const string TablesUri = "Tables:serviceUri";

    /// <summary>The table's name.</summary>
    public const string TablesName = "Tables:name";

    /// <summary>A connection string, for the emulator.</summary>
    public const string SignalR = "SignalR";

    /// <summary>The SignalR service's address, for a managed identity.</summary>
    public const string SignalRUri = "SignalR:serviceUri";

    /// <summary>The client id of the user-assigned identity; none for the system-assigned one.</summary>
    public const string IdentityClientId = "Identity:clientId";

    /// <summary>Lane or Call.</summary>
    public const string BusSessions = "Bus:sessions";

    /// <summary>How many lanes.</summary>
    public const string BusLanes = "Bus:lanes";

    /// <summary>Users as a JSON object of passwords by name.</summary>
    public const string Users = "Sip:Users";

    /// <summary>The relay's name: stable, and one process at a time.</summary>
    public const string RelayId = "Relay:Id";

    /// <summary>Where the relay tells its health.</summary>
    public const string HealthUrls = "Health:Urls";

    private static readonly string[] s_sip =
    [
        "Sip:Listen", "Sip:Domains", "Sip:Advertise", "Sip:RouteHost", "Sip:DigestAlgorithms", "Sip:AcceptForeign",
        "Sip:Forking", "Sip:RingSeconds", "Sip:RecurseRedirects",
    ];

    private static readonly string[] s_both =
        [ServiceBus, ServiceBusNamespace, IdentityClientId, BusSessions, BusLanes];

    /// <summary>What the function app reads.</summary>
    public static IReadOnlyList<string> OfFunctions { get; } =
    [
        .. s_both, .. s_sip, "Sip:Secret", "Sip:SecretPrevious", Users, Tables, TablesUri, TablesName,
        SignalR, SignalRUri,
    ];

    /// <summary>What a relay reads.</summary>
    public static IReadOnlyList<string> OfRelay { get; } =
        [.. s_both, .. s_sip, "Sip:SecretFile", "Sip:SecretPreviousFile", RelayId, HealthUrls];
}
