using System.Text.RegularExpressions;
using ServerlessSip.Infra.Bicep;

namespace ServerlessSip.Infra.Rules;

/// <summary>Versions that are known, keys that are off, secrets that are nowhere.</summary>
internal static partial class Hardening
{
    /// <summary>One API version a type: those that Azure Verified Modules deploy daily, where they have one.</summary>
    private static readonly Dictionary<string, string> s_versions = new()
    {
        ["Microsoft.Authorization/roleAssignments"] = "2022-04-01",
        ["Microsoft.Compute/virtualMachines"] = "2024-07-01",
        ["Microsoft.ContainerInstance/containerGroups"] = "2025-09-01",
        ["Microsoft.ContainerRegistry/registries"] = "2025-11-01",
        ["Microsoft.Insights/actionGroups"] = "2023-01-01",
        ["Microsoft.Insights/components"] = "2020-02-02",
        ["Microsoft.Insights/diagnosticSettings"] = "2021-05-01-preview",
        ["Microsoft.Insights/metricAlerts"] = "2018-03-01",
        ["Microsoft.Insights/scheduledQueryRules"] = "2023-12-01",
        ["Microsoft.KeyVault/vaults"] = "2024-11-01",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "2024-11-30",
        ["Microsoft.Network/networkInterfaces"] = "2025-09-01",
        ["Microsoft.Network/networkSecurityGroups"] = "2025-09-01",
        ["Microsoft.Network/publicIPAddresses"] = "2025-09-01",
        ["Microsoft.Network/virtualNetworks"] = "2025-09-01",
        ["Microsoft.OperationalInsights/workspaces"] = "2025-02-01",
        ["Microsoft.ServiceBus/namespaces"] = "2024-01-01",
        ["Microsoft.ServiceBus/namespaces/queues"] = "2024-01-01",
        ["Microsoft.SignalRService/signalR"] = "2024-03-01",
        ["Microsoft.Storage/storageAccounts"] = "2025-06-01",
        ["Microsoft.Storage/storageAccounts/blobServices"] = "2025-06-01",
        ["Microsoft.Storage/storageAccounts/blobServices/containers"] = "2025-06-01",
        ["Microsoft.Storage/storageAccounts/tableServices"] = "2025-06-01",
        ["Microsoft.Storage/storageAccounts/tableServices/tables"] = "2025-06-01",
        ["Microsoft.Web/serverfarms"] = "2025-03-01",
        ["Microsoft.Web/sites"] = "2025-03-01",
        ["Microsoft.Web/sites/basicPublishingCredentialsPolicies"] = "2025-03-01",
        ["Microsoft.Web/sites/config"] = "2025-03-01",
    };

    /// <summary>What each resource of a type must say.</summary>
    private static readonly (string Type, string Property, string Value)[] s_demanded =
    [
        ("Microsoft.ServiceBus/namespaces", "disableLocalAuth", "true"),
        ("Microsoft.ServiceBus/namespaces", "minimumTlsVersion", "1.2"),
        ("Microsoft.SignalRService/signalR", "disableLocalAuth", "true"),
        ("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "allowBlobPublicAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "minimumTlsVersion", "TLS1_2"),
        ("Microsoft.Storage/storageAccounts", "supportsHttpsTrafficOnly", "true"),
        ("Microsoft.ContainerRegistry/registries", "adminUserEnabled", "false"),
        ("Microsoft.KeyVault/vaults", "enableRbacAuthorization", "true"),
        ("Microsoft.Insights/components", "DisableLocalAuth", "true"),
        ("Microsoft.Web/sites", "httpsOnly", "true"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow", "false"),
    ];

    public static IEnumerable<string> Versions(Templates templates) =>
        from file in templates.OfResources
        from resource in file.Of("resource")
        let parts = resource.Target.Split('@')
        let known = s_versions.GetValueOrDefault(parts[0])
        where known != parts[1]
        select $"{file.Path}: {resource.Name} is {resource.Target}, expected {known ?? "a type on the list"}";

    public static IEnumerable<string> Missing(Templates templates) =>
        from file in templates.OfResources
        from resource in file.Of("resource")
        where !resource.IsExisting
        from demand in s_demanded
        where resource.Target.Split('@')[0] == demand.Type
        where resource.Body.Property("properties", demand.Property)?.Literal != demand.Value
        select $"{file.Path}: {resource.Name} does not set {demand.Property} to {demand.Value}";

    /// <summary>Keys that are listed, secrets that are put out, and secret parameters with a default.</summary>
    public static IEnumerable<string> Secrets(Templates templates) =>
        from file in templates.OfResources
        from problem in SecretsOf(templates, file)
        select $"{file.Path}: {problem}";

    private static IEnumerable<string> SecretsOf(Templates templates, BicepFile file)
    {
        foreach (var call in file.Parsed.Root.All.Where(n => n.Type == "call_expression"))
            if (call["function"]?.Chain is [.., var name] && ListsKeys().IsMatch(name))
                yield return $"row {call.Row} calls {name}";
        foreach (var output in file.Of("output"))
            if (output.Node.All.Any(n => n.Chain is [.., "getSecret"]) || SecretName().IsMatch(output.Name))
                yield return $"output {output.Name} may tell a secret";
        foreach (var parameter in file.Of("parameter").Where(p => p.Decorator("secure") is not null && p.HasDefault))
            yield return $"{parameter.Name} is secret and has a default";
        foreach (var module in file.Of("module"))
            foreach (var (key, value) in module.Body.Property("params")?.Properties ?? [])
                if (value["function"]?.Chain is [.., "getSecret"]
                    && templates[file.Resolve(module)].Find(key)?.Decorator("secure") is null)
                    yield return $"{module.Name} is given a secret as {key}, which is not @secure";
    }

    [GeneratedRegex("^list(Keys|Secrets|ConnectionStrings|Credentials|.*Sas)$", RegexOptions.IgnoreCase)]
    private static partial Regex ListsKeys();

    [GeneratedRegex("(Key|Secret|Password|Sas)$")]
    private static partial Regex SecretName();
}
