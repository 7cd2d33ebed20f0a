using ServerlessSip.Contracts;
using ServerlessSip.Infra.Bicep;
using ServerlessSip.Infra.Rules;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>Each rule on templates finds the fault that is planted for it.</summary>
public class TemplateFaultTests
{
    private const string Vault = Templates.Modules + "vault.bicep";
    private const string Bus = Templates.Modules + "servicebus.bicep";
    private const string Small = "infra/bicep/small.bicepparam";

    private static Templates Planted(string path, string old, string planted) =>
        Templates.Actual.With(path, old, planted);

    [ToolFact("node", "npm")]
    public void A_file_that_does_not_parse_is_found()
    {
        Found.Names(Bus, Names.Unread(Planted(Bus, "capacity: tier", "capacity: = tier")));
        Found.Names(Small, Names.Unread(Planted(Small, "laneCount = 64", "laneCount = = 64")));
    }

    [ToolFact("node", "npm")]
    public void A_parameter_that_nothing_uses_is_found() =>
        Found.Names("messagingUnits", Names.Unused(Planted(Bus, "? messagingUnits : null", "? 1 : null")));

    [ToolFact("node", "npm")]
    public void A_name_that_is_declared_nowhere_is_found() =>
        Found.Names("dataOwne ", Names.Undeclared(Planted(Bus, "s', dataOwner)", "s', dataOwne)")));

    [ToolFact("node", "npm")]
    public void A_name_that_is_declared_twice_is_found() =>
        Found.Names("dataOwner", Names.Twice(Planted(Bus, "var dataSender", "var dataOwner = ''\nvar dataSender")));

    [ToolFact("node", "npm")]
    public void A_parameter_that_a_module_lacks_or_is_not_given_is_found()
    {
        var main = Planted(Templates.Main, "tier: serviceBusTier", "teir: serviceBusTier");
        Found.Names("has no parameter teir", Names.WrongModules(main));
        Found.Names("is not given tier", Names.WrongModules(main));
    }

    [ToolFact("node", "npm")]
    public void An_output_that_a_module_lacks_is_found() =>
        Found.Names("has no output tablesUri", Names.WrongModules(
            Planted(Templates.Modules + "storage.bicep", "output tablesUri", "output tableUri")));

    [ToolFact("node", "npm")]
    public void A_missing_description_is_found() =>
        Found.Names("vaultUri", Parameters.WithoutDescription(
            Planted(Vault, "@description('Address of the vault, with a slash at its end.')\n", "")));

    [ToolFact("node", "npm")]
    public void A_value_that_is_not_allowed_is_found()
    {
        Found.Names("laneCount is 65", Parameters.Refused(Planted(Small, "laneCount = 64", "laneCount = 65")));
        Found.Names("relayCount is 21", Parameters.Refused(Planted(Small, "relayCount = 2", "relayCount = 21")));
        Found.Names("serviceBusTier is Basic", Parameters.Refused(
            Planted(Templates.Main, "serviceBusTier string = 'Standard'", "serviceBusTier string = 'Basic'")));
    }

    [ToolFact("node", "npm")]
    public void A_parameter_file_with_an_unknown_name_or_a_missing_one_is_found()
    {
        var file = Planted(Small, "param domains", "param domain");
        Found.Names("domain is no parameter", Parameters.WrongFiles(file));
        Found.Names("domains is not given", Parameters.WrongFiles(file));
    }

    [ToolFact("node", "npm")]
    public void An_unknown_type_or_version_is_found()
    {
        Found.Names("vaults@2024-11-02", Hardening.Versions(Planted(Vault, "vaults@2024-11-01", "vaults@2024-11-02")));
        Found.Names("KeyVault/vault@", Hardening.Versions(Planted(Vault, "KeyVault/vaults@", "KeyVault/vault@")));
    }

    [ToolFact("node", "npm")]
    public void A_key_that_is_left_on_is_found() =>
        Found.Names("disableLocalAuth", Hardening.Missing(
            Planted(Bus, "disableLocalAuth: true", "disableLocalAuth: false")));

    [ToolFact("node", "npm")]
    public void A_secret_that_is_put_out_is_found()
    {
        Found.Names("listKeys", Hardening.Secrets(
            Planted(Bus, "= namespace.id", "= namespace.listKeys().primaryKey")));
        Found.Names("not @secure", Hardening.Secrets(
            Planted(Templates.Modules + "relay-container.bicep", "@secure()\n", "")));
        Found.Names("vaultSecret", Hardening.Secrets(Planted(Vault, "output vaultUri", "output vaultSecret")));
    }

    [ToolFact("node", "npm")]
    public void A_role_that_is_missing_or_too_much_is_found()
    {
        Found.Names("missing: relay 4f6d3b9b", Roles.Wrong(
            Planted(Bus, "scope: sipOut", "scope: namespace")));
        Found.Names("too much: relay 4f6d3b9b", Roles.Wrong(
            Planted(Bus, "scope: sipOut", "scope: namespace")));
        Found.Names("missing: relay 4633458b-17de-408a-b874-0445c86b69e6 vault.vault", Roles.Wrong(
            Planted(Templates.Main, "      identity.outputs.relayPrincipalId\n", "")));
    }
}
