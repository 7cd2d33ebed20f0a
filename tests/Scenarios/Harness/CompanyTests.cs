using System.Reflection;

namespace ServerlessSip.Scenarios.Harness;

[Collection(Alone.Name)]
public sealed class CompanyTests
{
    /// <summary>These stand what others beside them cost; one more has to be shown to.</summary>
    private static readonly Type[] s_inCompany =
    [
        typeof(ExpiryRestartTests), typeof(LateAnswerTests), typeof(LossyNetworkTests), typeof(OutsiderTests),
        typeof(QueueRestartTests), typeof(RestartTests), typeof(StrangerTests),
    ];

    [Fact]
    public void All_others_run_alone()
    {
        Assert.Equal(Alone.Company, s_inCompany.Length);
        Assert.Equal(
            s_inCompany.Select(type => type.Name),
            typeof(CompanyTests).Assembly.GetTypes()
                .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute))))
                .Where(type => !type.IsDefined(typeof(CollectionAttribute)))
                .Select(type => type.Name).Order());
    }
}
