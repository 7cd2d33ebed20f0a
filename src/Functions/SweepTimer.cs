using Microsoft.Azure.Functions.Worker;
using ServerlessSip.Engine.Runtime;

namespace ServerlessSip.Functions;

/// <summary>Heals every five minutes what dead instances left behind; on one instance at a time.</summary>
public sealed class SweepTimer(Sweep sweep)
{
    [Function("Sweep")]
    public Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancel) =>
        sweep.Once(cancel);
}
