using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Local.Azurite;
using ServerlessSip.Local.Options;
using ServerlessSip.Local.Tables;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Composition;

/// <summary>Where documents are, and what must be stopped at the end.</summary>
internal sealed class StateHome : IAsyncDisposable
{
    private readonly IAsyncDisposable? _azurite;

    private StateHome(IStateStore store, string told, IAsyncDisposable? azurite = null) =>
        (Store, Told, _azurite) = (store, told, azurite);

    public IStateStore Store { get; }

    /// <summary>For the banner, e.g. <c>Azurite tables 127.0.0.1:10002</c>.</summary>
    public string Told { get; }

    public static async Task<StateHome> Open(LocalOptions options, TextWriter output, ILoggerFactory logs)
    {
        if (options.Store == StoreKind.Memory) return new StateHome(new MemoryStateStore(), "memory");
        var endpoint = Endpoint(options);
        var azurite = await Ensure(endpoint, AzuriteFolders.Under(options.Directory), output);
        var tables = new TableStoreOptions { Endpoint = endpoint, Table = options.TableName };
        var store = TableStore.Open(tables, new EngineDocumentCodec(), logs.CreateLogger<TableStateStore>());
        var kind = endpoint.IsLocalDevelopment ? "Azurite tables" : "tables";
        return new StateHome(store, $"{kind} {endpoint.Address.Authority}", azurite);
    }

    public ValueTask DisposeAsync() => _azurite?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static TableEndpoint Endpoint(LocalOptions options)
    {
        if (options.TablesConnection is not { } text) return TableEndpoint.Development();
        if (TableEndpoint.TryParse(text, out var endpoint, out var error)) return endpoint;
        throw new StartRefusedException(new OptionError("Store:Tables", text, error) { IsSecret = true });
    }

    private static async Task<IAsyncDisposable> Ensure(
        TableEndpoint endpoint, AzuriteFolders folders, TextWriter output)
    {
        try
        {
            return await AzuriteProcess.EnsureAsync(endpoint, folders, output, CancellationToken.None);
        }
        catch (AzuriteStartException e)
        {
            throw new StartRefusedException(new OptionError("Store", "azurite", e.Message.ReplaceLineEndings(" ")));
        }
    }
}
