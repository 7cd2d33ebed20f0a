using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Functions.Input;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureSurface.Suites.Bus;

/// <summary>The bus of the Azure edition, whole, on the fake broker.</summary>
internal sealed class ServiceBusHarness : BusHarness
{
    private readonly CancellationTokenSource _stop = new();
    private readonly OperationCounts _counts = new();
    private readonly FakeServiceBusClient _client;
    private readonly ServiceBusBus _bus;
    private readonly ServiceBusOptions _options;
    private readonly List<FakeFunctionsHost> _hosts = [];

    public ServiceBusHarness(SessionStrategy strategy)
    {
        Broker = new FakeBroker(Time);
        _client = new FakeServiceBusClient(Broker);
        _options = ServiceBusOptions.Default with { Strategy = strategy };
        _bus = new ServiceBusBus(_client, _options, static _ => null, Around);
    }

    public ManualTime Time { get; } = new();
    public FakeBroker Broker { get; }
    public override IBus Bus => _bus;
    public override bool SpreadsOneActor => false;
    public override DateTimeOffset Now => Time.GetUtcNow();
    public override int MaxDeliveries => ServiceBusOptions.MaxDeliveries;

    public override IReadOnlyList<(InputId Input, string Reason)> DeadLetters =>
        [.. Broker.DeadLetters.Select(d => (IdOf(d.Message.Message.MessageId), d.Reason))];

    private BusSurroundings Around => new(_counts, Time, NullLogger.Instance);

    public override IDisposable Attach(Func<Envelope, ValueTask<Handled>> handler)
    {
        var input = new SipInput(
            async envelope => await handler(envelope) switch
            {
                Handled.Done => TurnOutcome.Done,
                Handled.Abandon => TurnOutcome.Abandon(Reason),
                _ => TurnOutcome.DeadLetter(Reason),
            },
            _bus, new SessionHolds(_options, Time), _counts, NullLogger<SipInput>.Instance);
        var host = new FakeFunctionsHost(Broker, (message, actions, session) =>
            input.Handle(message, actions, session, CancellationToken.None));
        _hosts.Add(host);
        return new Leaving(host);
    }

    public override void AttachRelay(string relay, Action<IReadOnlyList<RelayCommand>> perform) =>
        _ = new RelayInbox(_client, relay, perform, Around).RunUntil(_stop.Token);

    public override void Pass(TimeSpan time)
    {
        Time.Advance(time);
        Broker.Due();
    }

    public override bool TakeAway(ActorKey actor) => _hosts.Any(host => host.LoseLock(_options.SessionOf(actor)));

    public override void Dispose()
    {
        _stop.Cancel();
        foreach (var host in _hosts) host.Die();
        _counts.Dispose();
        _stop.Dispose();
    }

    private sealed class Leaving(FakeFunctionsHost host) : IDisposable
    {
        public void Dispose() => host.Die();
    }

    private static InputId IdOf(string id) =>
        new(UInt128.Parse(id, System.Globalization.NumberStyles.AllowHexSpecifier));
}
