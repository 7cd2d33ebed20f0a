using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.Contracts;

namespace ServerlessSip.AzureSurface.Suites.Bus;

public sealed class LaneBusContractTests : BusContract
{
    protected override BusHarness Create() => new ServiceBusHarness(SessionStrategy.Lane);
}
