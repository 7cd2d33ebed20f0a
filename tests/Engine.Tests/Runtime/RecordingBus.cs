using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

/// <summary>A bus that keeps what it was given.</summary>
internal sealed class RecordingBus : IBus
{
    public List<RelayCommand> Commands { get; } = [];
    public List<Envelope> Envelopes { get; } = [];
    public List<(Envelope Envelope, DateTimeOffset At)> Scheduled { get; } = [];

    /// <summary>Answers to the next sends of any kind; then all is sent.</summary>
    public Queue<BusResult> Results { get; } = new();

    /// <summary>Called with every envelope that is sent.</summary>
    public Action<Envelope>? Sent { get; set; }

    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default) => new(Take(() =>
    {
        lock (Envelopes) Envelopes.Add(envelope);
        Sent?.Invoke(envelope);
    }));

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default) =>
        new(Take(() => Scheduled.Add((envelope, at))));

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default) =>
        new(Take(() => Commands.AddRange(commands)));

    private BusResult Take(Action keep)
    {
        if (Results.TryDequeue(out var result) && result != BusResult.Sent) return result;
        keep();
        return BusResult.Sent;
    }
}
