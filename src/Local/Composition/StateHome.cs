using ServerlessSip.Engine.Runtime;
using ServerlessSip.Local.Options;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Composition;

/// <summary>Where documents are, and what must be stopped at the end.</summary>
internal sealed class StateHome : IAsyncDisposable
{
    private StateHome(IStateStore store, string told) => (Store, Told) = (store, told);

    public IStateStore Store { get; }

    /// <summary>For the banner.</summary>
    public string Told { get; }

    public static Task<StateHome> Open(LocalOptions options, TextWriter output, ILoggerFactory logs) =>
        options.Store == StoreKind.Memory
            ? Task.FromResult(new StateHome(new MemoryStateStore(), "memory"))
            : throw new StartRefusedException(new OptionError("Store", "azurite", "memory"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
