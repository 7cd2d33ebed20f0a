using System.Collections.Concurrent;
using System.Text;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Several;

/// <summary>
/// One engine: a runtime with actors of its own that shares nothing with others but the store and the bus. When it is
/// killed it takes nothing more, and what it was at never ends.
/// </summary>
internal sealed class TestEngine : IUserDirectory, IPush, IWork
{
    private static readonly Task Forever = new TaskCompletionSource().Task;
    private readonly Cluster _cluster;
    private readonly ActorRuntime _runtime;
    private readonly IDisposable _attachment;
    private string _input = "";

    public TestEngine(Cluster cluster)
    {
        _cluster = cluster;
        _runtime = new ActorRuntime(new RuntimeParts
        {
            Store = new EngineStore(cluster.Documents, this),
            Bus = cluster.Bus,
            Push = this,
            Users = this,
            Work = this,
            Actors = [new CallActor(), new LocationActor()],
            Settings = cluster.Settings,
            Hooks = new RuntimeHooks { AfterSave = _ => AfterSave() },
        });
        _attachment = cluster.Bus.Attach(Turn);
    }

    public bool IsAlive { get; private set; } = true;

    /// <summary>How many inputs it took.</summary>
    public int Turns { get; private set; }

    /// <summary>How often the store told it that another had been first.</summary>
    public int Conflicts { get; set; }

    public ConcurrentQueue<PushEvent> Published { get; } = new();

    public void Kill()
    {
        IsAlive = false;
        _attachment.Dispose();
    }

    public async ValueTask<TurnOutcome> Turn(Envelope input)
    {
        Turns++;
        _input = Encoding.UTF8.GetString(input.Bytes.Span);
        if (_cluster.Dies(DeathPoint.Taking, _input)) await Die();
        return await _runtime.Turn(input);
    }

    /// <summary>What the store makes an engine wait for.</summary>
    public async ValueTask BeforeSave()
    {
        if (_cluster.Dies(DeathPoint.BeforeSave, _input)) await Die();
        if (_cluster.TakeHold(_input) is { } hold) await hold.Wait();
    }

    public ValueTask<UserCredentials?> Find(string user) => new((UserCredentials?)null);

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default)
    {
        if (group == pushEvent.Resource) Published.Enqueue(pushEvent);
        return default;
    }

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        new(new PushEndpoint("", null));

    public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default) =>
        new(false);

    public ValueTask<BusResult> Start(WorkItem item) => new(BusResult.Fatal);

    private Task Die()
    {
        Kill();
        return Forever;
    }

    private void AfterSave()
    {
        if (!_cluster.Dies(DeathPoint.AfterSave, _input)) return;
        Kill();
        throw new InvalidOperationException("this engine is dead");
    }
}
