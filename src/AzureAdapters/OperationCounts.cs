using System.Diagnostics.Metrics;

namespace ServerlessSip.AzureAdapters;

/// <summary>
/// Counts the operations of one process on Azure, for the bill and for alarms; published as
/// <c>azure.operations</c> of the meter <c>ServerlessSip.Azure</c>. A call that the client library retries counts once.
/// </summary>
public sealed class OperationCounts : IDisposable
{
    private static readonly string[] s_names = Enum.GetNames<Operation>();

    private readonly long[] _counts = new long[s_names.Length];
    private readonly Meter _meter = new("ServerlessSip.Azure");

    public OperationCounts() => _meter.CreateObservableCounter("azure.operations", Observe, "{operation}");

    public long this[Operation operation] => Interlocked.Read(ref _counts[(int)operation]);

    public void Add(Operation operation, int count = 1) => Interlocked.Add(ref _counts[(int)operation], count);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Observe()
    {
        for (var i = 0; i < _counts.Length; i++)
            yield return new(Interlocked.Read(ref _counts[i]), new KeyValuePair<string, object?>("kind", s_names[i]));
    }
}
