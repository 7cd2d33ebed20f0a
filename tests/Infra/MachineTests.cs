using System.Text.RegularExpressions;
using ServerlessSip.Contracts;
using ServerlessSip.Infra.Bicep;
using ServerlessSip.Infra.Reader;
using ServerlessSip.Infra.Rules;
using ServerlessSip.Infra.Scripts;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>What the relay machines are born with, and what they are told later.</summary>
public sealed partial class MachineTests : IDisposable
{
    private const string Configure = "infra/bicep/relay/configure.sh";
    private const string CloudInit = "infra/bicep/relay/cloud-init.yaml";

    private readonly FakeTools _tools = new();

    public void Dispose() => _tools.Dispose();

    private static string[] Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(m => m.Value).Distinct().Order()];

    [ToolFact("node", "npm")]
    public void Cloud_init_is_yaml_that_starts_the_fetching_unit_and_holds_nothing_that_changes()
    {
        var text = Clone.Read(CloudInit);
        var data = NodeReader.Yaml(text);
        Assert.StartsWith("#cloud-config\n", text, StringComparison.Ordinal);
        Assert.Empty(Placeholders(text));
        var files = data.GetProperty("write_files").EnumerateArray().Select(f => f.GetProperty("path").GetString());
        Assert.Contains("/usr/local/sbin/relay-fetch", files);
        Assert.Contains("relay-fetch.service", data.GetProperty("runcmd")[2].EnumerateArray().Last().GetString());
        Assert.Contains("loadFileAsBase64('../relay/cloud-init.yaml')",
            Templates.Actual.Text(Templates.Modules + "relays.bicep"), StringComparison.Ordinal);
    }

    [ToolFact("node", "npm")]
    public void Every_placeholder_of_the_configuration_is_filled_in()
    {
        Assert.Equal(6, Placeholders(Clone.Read(Configure)).Length);
        Assert.Equal(
            Placeholders(Clone.Read(Configure)),
            Placeholders(Templates.Actual.Text(Templates.Modules + "relays.bicep")));
    }

    [ToolFact("node", "npm")]
    public void Secrets_on_the_machine_are_those_of_the_vault_and_the_settings_name_their_files()
    {
        var main = Templates.Actual[Templates.Main];
        var asked = Templates.Actual.Text(Templates.Main);
        var files = Settings.OfMachines(Templates.Actual).Where(s => s.Key.EndsWith("File", StringComparison.Ordinal))
            .Select(s => s.Value.Literal!).ToArray();
        var names = main.Find("relays")!.Body.Property("params", "secretNames")!.All
            .Where(n => n.Type == "string").Select(n => n.Literal!).ToArray();
        Assert.Equal(names.Select(n => $"/run/secrets/{n}").Order(), files.Order());
        Assert.All(names, n => Assert.Contains($"secrets/{n})", asked, StringComparison.Ordinal));
        Assert.Contains("\"$MEMORY/secrets:/run/secrets:ro\"", Clone.Read(Configure), StringComparison.Ordinal);
        var deploy = Clone.Read("infra/deploy");
        Assert.Contains("set_secret \"$shared\" sip-secret ", deploy, StringComparison.Ordinal);
        Assert.Contains("set_secret \"$users_vault\" sip-users ", deploy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_health_address_is_the_one_that_the_settings_give() =>
        Assert.Contains(
            "Health__Urls: 'http://127.0.0.1:8080'", Clone.Read(Templates.Main), StringComparison.Ordinal);

    [Fact]
    public void A_container_is_given_more_time_to_stop_than_a_drain_takes()
    {
        var stop = int.Parse(StopSeconds().Match(Clone.Read(Configure)).Groups[1].Value);
        var drain = int.Parse(DrainSeconds().Match(
            Clone.Read("src/UdpRelay/Composition/RelayHost.cs")).Groups[1].Value);
        Assert.True(stop >= drain + 10, $"{stop} s to stop, {drain} s to drain");
    }

    [ToolTheory("bash")]
    [InlineData("infra/deploy")]
    [InlineData("infra/teardown")]
    [InlineData(Configure)]
    public void Scripts_are_read_by_bash_and_stop_at_the_first_error(string script)
    {
        Assert.Contains("\nset -euo pipefail\n", Clone.Read(script), StringComparison.Ordinal);
        using var tools = new FakeTools().Add("check", $"bash -n '{Clone.At(script)}'");
        File.WriteAllText(Path.Combine(tools.Folder, "run"), "check");
        Assert.Equal("", tools.RunFile(Path.Combine(tools.Folder, "run")).Errors);
    }

    [ToolFact("shellcheck")]
    public void Scripts_have_no_finding_of_shellcheck()
    {
        string[] scripts = ["infra/deploy", "infra/teardown", Configure];
        using var tools = new FakeTools();
        File.WriteAllText(Path.Combine(tools.Folder, "run"), "shellcheck \"$@\"");
        var result = tools.RunFile(Path.Combine(tools.Folder, "run"), "", [.. scripts.Select(Clone.At)]);
        Assert.True(result.Code == 0, result.Output);
    }

    [ToolFact("bash")]
    public void An_unknown_command_of_the_machine_is_refused()
    {
        var result = _tools.Run(Configure, "wat");
        Assert.Equal(1, result.Code);
        Assert.Contains("not \"wat\"", result.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("@@[A-Z_]+@@")]
    private static partial Regex Placeholder();

    [GeneratedRegex("STOP_SECONDS=([0-9]+)")]
    private static partial Regex StopSeconds();

    [GeneratedRegex(@"DrainFor = TimeSpan\.FromSeconds\(([0-9]+)\)")]
    private static partial Regex DrainSeconds();
}
