using ServerlessSip.Contracts;
using ServerlessSip.Ports;
using ServerlessSip.UdpRelay.Probing;

namespace ServerlessSip.AzureSurface.Suites.Relay;

public sealed class RoundTripsTests : IBus
{
    private readonly ManualTime _time = new();
    private readonly List<Envelope> _sent = [];
    private readonly List<double> _measured = [];
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BusResult _result = BusResult.Sent;
    private Exception? _fault;

    private RoundTrips Trips => field ??= new(this, "relay-0", _time)
    {
        Measured = time => _measured.Add(time.TotalMilliseconds),
    };

    private static RelayCommand Answer(Envelope probe, RelayCommandKind kind = RelayCommandKind.ProbeAnswer) =>
        new() { Id = probe.Id, Relay = "relay-0", Kind = kind, NotAfter = DateTimeOffset.MaxValue };

    [Fact]
    public async Task A_probe_is_measured_from_its_sending_to_its_answer()
    {
        Assert.True(Trips.SinceLast > TimeSpan.FromDays(1));
        await Trips.Send();
        _time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.True(Trips.TryTake(Answer(_sent[0])));
        Assert.Equal([25], _measured);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(4), Trips.SinceLast);
    }

    [Fact]
    public async Task An_answer_counts_once_and_a_stranger_s_not_at_all()
    {
        await Trips.Send();
        Assert.True(Trips.TryTake(Answer(_sent[0])));
        Assert.True(Trips.TryTake(Answer(_sent[0])));
        Assert.False(Trips.TryTake(Answer(_sent[0], RelayCommandKind.StopSending)));
        Assert.Single(_measured);
    }

    [Fact]
    public async Task A_probe_that_the_bus_refuses_is_none()
    {
        _result = BusResult.Transient;
        Assert.False(await Trips.Send());
        Assert.True(Trips.TryTake(Answer(_sent[0])));
        Assert.Empty(_measured);
    }

    [Fact]
    public async Task A_probe_that_cannot_be_sent_is_not_the_last()
    {
        _fault = new InvalidOperationException("a fault");
        using var stop = new CancellationTokenSource();
        var running = Trips.RunUntil(TimeSpan.FromSeconds(3), stop.Token);
        _time.Advance(TimeSpan.FromSeconds(3));
        await _came.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await running;
        Assert.Single(_sent);
    }

    [Fact]
    public async Task Probes_go_through_many_lanes()
    {
        for (var i = 0; i < 200; i++) await Trips.Send();
        Assert.True(_sent.Select(e => e.Actor.Hash % 64).Distinct().Count() > 40);
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(90, 90)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    public void A_percentile_is_the_smallest_value_that_so_many_do_not_exceed(int percent, double expected) =>
        Assert.Equal(expected, Percentiles.At([.. Enumerable.Range(1, 100).Select(i => (double)i)], percent));

    [Fact]
    public void Percentiles_are_told_in_one_line()
    {
        Assert.Equal("3 of 4 probes came back; ms: p50 2.0  p90 3.0  p99 3.0  max 3.0", Percentiles.Line([3, 1, 2], 4));
        Assert.Equal("0 of 4 probes came back", Percentiles.Line([], 4));
    }

    ValueTask<BusResult> IBus.Send(Envelope envelope, CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _fault, null) is { } fault) throw fault;
        _sent.Add(envelope);
        _came.TrySetResult();
        return new(_result);
    }

    ValueTask<BusResult> IBus.Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel) =>
        throw new InvalidOperationException();

    ValueTask<BusResult> IBus.Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel) =>
        throw new InvalidOperationException();
}
