using System.Diagnostics.Metrics;

namespace ServerlessSip.Edge;

/// <summary>
/// The counters of one relay, published as <c>sip.edge.events</c> of the meter <c>ServerlessSip.Edge</c>.
/// </summary>
internal sealed class RelayCounters : IDisposable
{
    private static readonly string[] Names = [.. Enum.GetNames<RelayCount>()];
    private readonly long[] _values = new long[Names.Length];
    private readonly Meter _meter = new("ServerlessSip.Edge");
    private readonly string _relay;

    public RelayCounters(string relay)
    {
        _relay = relay;
        _meter.CreateObservableCounter(
            "sip.edge.events", Observe, description: "what the relay did and dropped, by kind");
    }

    public void Add(RelayCount count) => Interlocked.Increment(ref _values[(int)count]);

    public long this[RelayCount count] => Interlocked.Read(ref _values[(int)count]);

    /// <summary>Publishes a value that is read when it is asked for.</summary>
    public void Publish(string name, Func<long> read, string description) =>
        _meter.CreateObservableGauge(
            name, () => new Measurement<long>(read(), Tag("relay", _relay)), description: description);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Observe()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            yield return new Measurement<long>(
                Interlocked.Read(ref _values[i]), Tag("relay", _relay), Tag("kind", Names[i]));
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
