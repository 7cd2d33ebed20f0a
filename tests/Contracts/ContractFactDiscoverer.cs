using Xunit.Abstractions;
using Xunit.Sdk;

namespace ServerlessSip.Contracts;

/// <summary>Makes the test cases of a contract suite for one deriving class.</summary>
public sealed class ContractFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        new ContractTestCase(
            DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);
}
