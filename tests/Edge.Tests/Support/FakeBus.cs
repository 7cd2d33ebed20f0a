using System.Text;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge.Tests.Support;

/// <summary>Keeps the envelopes, and answers as it is told.</summary>
internal sealed class FakeBus : IBus
{
    public BusResult Result { get; set; } = BusResult.Sent;

    /// <summary>While set, sends stay open until it is completed.</summary>
    public TaskCompletionSource<BusResult>? Pending { get; set; }

    public List<Envelope> Envelopes { get; } = [];

    public IEnumerable<Envelope> Sip => Envelopes.Where(e => e.Kind == EnvelopeKind.Sip);

    public string[] Timeouts =>
        [.. Envelopes.Where(e => e.Kind == EnvelopeKind.Timeout).Select(e => Encoding.UTF8.GetString(e.Bytes.Span))];

    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default)
    {
        lock (Envelopes) Envelopes.Add(envelope);
        return Pending is null ? new(Result) : new(Pending.Task);
    }

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default) =>
        new(BusResult.Fatal);

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default) =>
        new(BusResult.Fatal);
}
