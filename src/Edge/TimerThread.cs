using Microsoft.Extensions.Logging;
using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Edge.Streams;

namespace ServerlessSip.Edge;

/// <summary>The thread that drives the timers of a relay and looks after its connections once a second.</summary>
internal sealed class TimerThread(RelayCore core, StreamHost streams, ILogger logger)
{
    private const int IdleMilliseconds = 50;
    private const int SweepMilliseconds = 1_000;
    private readonly ManualResetEventSlim _stop = new();

    public void Start() => new Thread(Run) { IsBackground = true, Name = "sip timers" }.Start();

    public void Stop() => _stop.Set();

    private void Run()
    {
        var sweepAt = 0L;
        // With nothing remembered the earliest timer of a newcomer (100 Trying, timer A) is further away than the
        // longer wait.
        while (!_stop.Wait(core.Remembered == (0, 0, 0) ? IdleMilliseconds : TimerWheel.GrainMilliseconds))
        {
            try
            {
                core.Tick();
                if (streams.NowMilliseconds < sweepAt) continue;
                sweepAt = streams.NowMilliseconds + SweepMilliseconds;
                streams.Sweep();
            }
            catch (Exception fault)
            {
                // host loop: one timer's fault is not the next one's.
                core.Counters.Add(RelayCount.LoopFaults);
                RelayLog.TimerFault(logger, fault);
            }
        }
    }
}
