using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Contracts;
using ServerlessSip.Local.Azurite;
using ServerlessSip.Local.Tables;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Azurite;

/// <summary>One Azurite for all tests of this assembly, started by the first that asks.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _data = Directory.CreateTempSubdirectory("azurite-data-").FullName;
    private IAsyncDisposable? _azurite;
    private TableEndpoint? _endpoint;

    /// <summary>The installation is shared by every test run of this clone.</summary>
    internal static string InstallFolder { get; } = Path.Combine(CloneRoot(), ".local", "azurite");

    /// <summary>An empty table of a running Azurite.</summary>
    internal async Task<TableStateStore> NewStore() => NewStore(new TableStoreOptions
    {
        Endpoint = await Endpoint(),
        Table = NewTable(),
    });

    internal static TableStateStore NewStore(TableStoreOptions options) =>
        TableStore.Open(options, new TestCodec(), NullLogger.Instance);

    internal static string NewTable() => $"t{Guid.NewGuid():N}";

    internal async Task<TableEndpoint> Endpoint()
    {
        await _gate.WaitAsync();
        try
        {
            if (_endpoint is not null) return _endpoint;
            var endpoint = FreeEndpoint();
            _azurite = await AzuriteProcess.EnsureAsync(
                endpoint, new AzuriteFolders(InstallFolder, _data), TextWriter.Null, CancellationToken.None);
            return _endpoint = endpoint;
        }
        finally
        {
            _gate.Release();
        }
    }

    internal static TableEndpoint FreeEndpoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return TableEndpoint.Development(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_azurite is not null) await _azurite.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        _gate.Dispose();
    }

    private static string CloneRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "embedded.slnf"))) return folder.FullName;
        throw new InvalidOperationException("the tests do not lie inside the clone");
    }
}
