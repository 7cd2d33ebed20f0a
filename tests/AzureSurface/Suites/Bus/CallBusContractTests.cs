using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.Contracts;

namespace ServerlessSip.AzureSurface.Suites.Bus;

public sealed class CallBusContractTests : BusContract
{
    protected override BusHarness Create() => new ServiceBusHarness(SessionStrategy.Call);
}
