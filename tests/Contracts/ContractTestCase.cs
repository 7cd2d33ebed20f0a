using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ServerlessSip.Contracts;

/// <summary>One test of a contract suite on one adapter.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For deserialization by the runner only")]
    public ContractTestCase()
    {
    }

    public ContractTestCase(
        IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        var needs = TestMethod.TestClass.Class.ToRuntimeType()
            .GetCustomAttributes(typeof(NeedsToolsAttribute), inherit: true)
            .OfType<NeedsToolsAttribute>()
            .FirstOrDefault();
        return base.GetSkipReason(factAttribute) ?? (needs is null ? null : Tools.SkipReason(needs.Names));
    }
}
