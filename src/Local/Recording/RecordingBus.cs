using ServerlessSip.Ports;

namespace ServerlessSip.Local.Recording;

/// <summary>A bus that has a recorder see what goes by.</summary>
internal sealed class RecordingBus(IBus bus, CallRecorder recorder) : IBus
{
    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default)
    {
        recorder.Comes(envelope);
        return bus.Send(envelope, cancel);
    }

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default) =>
        bus.Schedule(envelope, at, cancel);

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default)
    {
        foreach (var command in commands) recorder.Goes(command);
        return bus.Send(commands, cancel);
    }
}
