using Xunit.Sdk;

namespace ServerlessSip.Contracts;

/// <summary>A fact of a contract suite; the deriving class may say (<see cref="NeedsToolsAttribute"/>).</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ServerlessSip.Contracts.ContractFactDiscoverer", "ServerlessSip.Contracts")]
public sealed class ContractFactAttribute : FactAttribute;
