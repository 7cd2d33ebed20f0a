using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace ServerlessSip.Local.Tables;

/// <summary>Where a table service is and who we are there, read from a storage connection string.</summary>
internal sealed class TableEndpoint
{
    /// <summary>The account of every emulator; its key is public and protects nothing.</summary>
    internal const string DevelopmentAccount = "devstoreaccount1";

    internal const int DevelopmentPort = 10002;

    private const string DevelopmentKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private TableEndpoint(Uri address, string account, byte[] key)
    {
        Address = address;
        Account = account;
        Key = key;
    }

    /// <summary>The service, without a slash at its end, e.g. <c>http://127.0.0.1:10002/devstoreaccount1</c>.</summary>
    internal Uri Address { get; }

    internal string Account { get; }

    /// <summary>Signs requests; never logged.</summary>
    internal byte[] Key { get; }

    /// <summary>An emulator on this machine, which we may start.</summary>
    internal bool IsLocalDevelopment =>
        Account == DevelopmentAccount && Address.IsLoopback && Address.Scheme == Uri.UriSchemeHttp;

    /// <summary>The development account on this port of 127.0.0.1.</summary>
    internal static TableEndpoint Development(int port = DevelopmentPort) =>
        new(new Uri($"http://{IPAddress.Loopback}:{port}/{DevelopmentAccount}"), DevelopmentAccount,
            Convert.FromBase64String(DevelopmentKey));

    /// <summary>Reads a storage connection string; false with one line that never holds the key.</summary>
    internal static bool TryParse(
        string? text, [NotNullWhen(true)] out TableEndpoint? endpoint, [NotNullWhen(false)] out string? error)
    {
        endpoint = null;
        if (!ConnectionString.TryParse(text, out var parts, out error)) return false;
        if (parts.ContainsKey("SharedAccessSignature"))
            error = "a SharedAccessSignature cannot be used here: expected AccountName and AccountKey";
        else if (bool.TryParse(parts.GetValueOrDefault("UseDevelopmentStorage"), out var development) && development)
            endpoint = Development();
        else if (!ConnectionString.TryReadAccount(parts, out var account, out var key, out error))
            return false;
        else if (ConnectionString.TryReadAddress(parts, account, out var address, out error))
            endpoint = new TableEndpoint(address, account, key);
        return endpoint is not null;
    }

    public override string ToString() => Address.ToString();
}
