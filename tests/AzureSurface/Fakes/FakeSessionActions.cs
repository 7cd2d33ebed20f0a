using Microsoft.Azure.Functions.Worker;

namespace ServerlessSip.AzureSurface.Fakes;

internal sealed class FakeSessionActions : ServiceBusSessionMessageActions
{
    public bool IsReleased { get; private set; }

    public override Task ReleaseSession(CancellationToken cancellationToken = default)
    {
        IsReleased = true;
        return Task.CompletedTask;
    }
}
