using ServerlessSip.Contracts;
using ServerlessSip.Infra.Scripts;

namespace ServerlessSip.Infra;

/// <summary>infra/teardown with an az that writes down its calls.</summary>
public sealed class TeardownTests : IDisposable
{
    private const string Teardown = "infra/teardown";

    private readonly FakeTools _tools = new();

    public void Dispose() => _tools.Dispose();

    private FakeTools WithGroup(string others) => _tools.Add("az", $"""
        case "$*" in
          "group exists"*) echo true ;;
          "resource list"*) printf '{others}' ;;
          "keyvault list"*) printf 'sip-shared-x\nsip-users-x\n' ;;
        esac
        """);

    private bool Called(string part) => _tools.Calls.Any(c => c.Contains(part, StringComparison.Ordinal));

    [ToolFact("bash")]
    public void The_group_goes_and_the_vaults_are_purged()
    {
        Assert.Equal(0, WithGroup("").Run(Teardown, "sip\n", ["-g", "sip"]).Code);
        Assert.True(Called("group delete --name sip --yes"));
        Assert.True(Called("keyvault purge --name sip-shared-x"));
        Assert.True(Called("keyvault purge --name sip-users-x"));
    }

    [ToolFact("bash")]
    public void Another_name_than_the_groups_deletes_nothing()
    {
        Assert.Equal(1, WithGroup("").Run(Teardown, "yes\n", ["-g", "sip"]).Code);
        Assert.False(Called("delete"));
    }

    [ToolFact("bash")]
    public void A_group_that_holds_other_things_is_left_alone_unless_told()
    {
        var refused = WithGroup("/subscriptions/s/other").Run(Teardown, "-g", "sip", "--yes");
        Assert.Equal(1, refused.Code);
        Assert.Contains("/subscriptions/s/other", refused.Errors, StringComparison.Ordinal);
        Assert.False(Called("delete"));
        Assert.Equal(0, _tools.Run(Teardown, "-g", "sip", "--yes", "--with-others").Code);
        Assert.True(Called("group delete"));
    }
}
