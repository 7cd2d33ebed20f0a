using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Local.Bus;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Bus;

public sealed class EmbeddedBusContractTests : BusContract
{
    protected override BusHarness Create() => new Harness();

    private sealed class Harness : BusHarness
    {
        private readonly ManualTime _time = new();
        private readonly EmbeddedBus _bus;

        public Harness() => _bus = new EmbeddedBus(_time, BusLimits.Default, NullLogger.Instance);

        public override IBus Bus => _bus;
        public override DateTimeOffset Now => _time.GetUtcNow();
        public override int MaxDeliveries => BusLimits.Default.MaxDeliveries;

        public override IReadOnlyList<(InputId Input, string Reason)> DeadLetters =>
            [.. _bus.DeadLetters.Newest.Select(d => (d.Input.Id, d.Reason))];

        public override IDisposable Attach(Func<Envelope, ValueTask<Handled>> handler) => _bus.Attach(async input =>
            await handler(input) switch
            {
                Handled.Done => TurnOutcome.Done,
                Handled.Abandon => TurnOutcome.Abandon(Reason),
                _ => TurnOutcome.DeadLetter(Reason),
            });

        public override void AttachRelay(string relay, Action<IReadOnlyList<RelayCommand>> perform) =>
            _bus.AttachRelay(relay, perform);

        public override void Pass(TimeSpan time) => _time.Advance(time);

        public override bool TakeAway(ActorKey actor) => _bus.TakeAway(actor);

        public override void Dispose() => _bus.Dispose();
    }
}
