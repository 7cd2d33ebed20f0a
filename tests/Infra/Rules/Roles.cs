using ServerlessSip.Infra.Bicep;

namespace ServerlessSip.Infra.Rules;

/// <summary>Who may do what on what: every assignment that the templates make, resolved through the modules.</summary>
internal static class Roles
{
    /// <summary>Exactly this and nothing more: who, the built-in role, on what of which module.</summary>
    public static readonly string[] Demanded =
    [
        // Azure Service Bus Data Owner: the scaler reads queue lengths, which Receiver may not.
        "functions 090c5cfd-751d-490a-894a-3ce6f1109419 bus.namespace",
        // Azure Service Bus Data Sender and Receiver.
        "relay 69a216fc-b8fb-44d8-bc22-1f3c2cd27a39 bus.sipIn",
        "relay 4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0 bus.sipOut",
        // Storage Table Data Contributor, Storage Blob Data Owner.
        "functions 0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 storage.state",
        "functions b7e6dc6d-f1e8-4753-8033-0f276bb0955b storage.host",
        // SignalR Service Owner: negotiating needs it.
        "functions 7e4f1700-ea5a-4f59-8f37-079cfe29dce3 push.signalr",
        // AcrPull.
        "relay 7f951dda-4ed3-4680-a7ca-43fe172d538d registry.registry",
        // Monitoring Metrics Publisher.
        "functions 3913510d-42f4-4e42-8a64-420c390055eb monitoring.insights",
        // Key Vault Secrets User; the relays do not read the vault of the users.
        "functions 4633458b-17de-408a-b874-0445c86b69e6 vault.vault",
        "relay 4633458b-17de-408a-b874-0445c86b69e6 vault.vault",
        "functions 4633458b-17de-408a-b874-0445c86b69e6 usersVault.vault",
        // Key Vault Secrets Officer.
        "deployer b86a8fe4-44ce-4948-aee5-eccb2c155cd7 vault.vault",
        "deployer b86a8fe4-44ce-4948-aee5-eccb2c155cd7 usersVault.vault",
    ];

    public static IEnumerable<string> Assigned(Templates templates) =>
        from module in templates[Templates.Main].Of("module")
        let file = templates[templates[Templates.Main].Resolve(module)]
        from assignment in file.Of("resource")
        where assignment.Target.StartsWith("Microsoft.Authorization/roleAssignments@", StringComparison.Ordinal)
        from who in Principals(module, assignment)
        select $"{who} {Role(file, assignment)} {module.Name}.{assignment.Body.Property("scope")?.Text}";

    public static IEnumerable<string> Wrong(Templates templates)
    {
        var assigned = Assigned(templates).ToArray();
        return Demanded.Except(assigned).Select(r => $"missing: {r}")
            .Concat(assigned.Except(Demanded).Select(r => $"too much: {r}"));
    }

    private static string Role(BicepFile file, Declaration assignment)
    {
        var name = assignment.Body.Property("properties", "roleDefinitionId")?["arguments"]?.Children[^1].Text ?? "";
        return file.Find(name)?.Value.Literal ?? $"no role called {name}";
    }

    /// <summary>The parameter of the module, or the list that its loop runs over, as main fills it in.</summary>
    private static IEnumerable<string> Principals(Declaration module, Declaration assignment)
    {
        var name = assignment.Body.Property("properties", "principalId")?.Text ?? "";
        if (assignment.Value.Type == "for_statement" && assignment.Value.Children[0].Text == name)
            name = assignment.Value.Children[1].Text;
        var given = module.Body.Property("params", name);
        return given is null ? [$"nobody, for {name} is not given"] : given.All.Select(Who).OfType<string>();
    }

    private static string? Who(BicepNode node) => node.Chain switch
    {
        ["identity", "outputs", "functionsPrincipalId"] => "functions",
        ["identity", "outputs", "relayPrincipalId"] => "relay",
        ["deployerPrincipalId"] => "deployer",
        _ => null,
    };
}
