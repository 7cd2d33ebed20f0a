using ServerlessSip.Contracts;
using ServerlessSip.Infra.Scripts;

namespace ServerlessSip.Infra;

/// <summary>infra/deploy with an az that writes down its calls.</summary>
public sealed class DeployTests : IDisposable
{
    private const string Deploy = "infra/deploy";
    private const string Small = "infra/bicep/small.bicepparam";
    private const string Before = "sipimagesx.azurecr.io/relay@sha256:old";

    private readonly FakeTools _tools = new();

    public void Dispose() => _tools.Dispose();

    private static int Place(IReadOnlyList<string> calls, params string[] parts)
    {
        var place = calls.ToList().FindIndex(c => parts.All(p => c.Contains(p, StringComparison.Ordinal)));
        Assert.True(place >= 0, $"no call with {string.Join(" and ", parts)} in\n{string.Join('\n', calls)}");
        return place;
    }

    private static void InOrder(IReadOnlyList<string> calls, params string[] parts)
    {
        var places = parts.Select(p => Place(calls, p.Split('&'))).ToArray();
        Assert.Equal(places.Order(), places);
    }

    [ToolFact("bash", "jq", "openssl")]
    public void An_update_goes_from_what_if_over_image_and_relays_to_functions_and_probe()
    {
        var result = _tools.WithAzure(Before).Run(Deploy, "-g", "sip", "--yes", Small);
        Assert.True(result.Code == 0, result.Errors);
        InOrder(
            _tools.Calls,
            "deployment group what-if",
            $"deployment group create&relayImage={Before}",
            "acr build",
            "deployment group create&relayImage=sipimagesx.azurecr.io/relay@sha256:0123",
            "--name sip-relay-1&relay-fetch update",
            "--name sip-relay-2&relay-fetch update",
            "dotnet publish&--runtime linux-x64 --no-self-contained",
            "functionapp deployment source config-zip",
            "relay probe");
        Assert.Contains("p50 12 ms", result.Output, StringComparison.Ordinal);
        Assert.Contains("relay1.example.com  192.0.2.1", result.Output, StringComparison.Ordinal);
        Assert.Contains("10 10 5060 relay1.example.com", result.Output, StringComparison.Ordinal);
    }

    [ToolFact("bash", "jq", "openssl")]
    public void The_first_time_secrets_are_made_and_functions_stand_before_relays_are_asked_to_be_ready()
    {
        var result = _tools.WithAzure().Run(Deploy, "-g", "sip", "--yes", Small);
        Assert.True(result.Code == 0, result.Errors);
        InOrder(
            _tools.Calls,
            "deployment group create",
            "keyvault secret set --vault-name sip-shared-x --name sip-secret --file",
            "keyvault secret set --vault-name sip-users-x --name sip-users --file",
            "rest --method post&appsettings/refresh",
            "functionapp deployment source config-zip",
            "relay-fetch update");
    }

    [ToolFact("bash", "jq", "openssl")]
    public void Secrets_that_exist_stay_and_no_secret_is_an_argument()
    {
        Assert.Equal(0, _tools.WithAzure(Before).Run(Deploy, "-g", "sip", "--yes", Small).Code);
        Assert.DoesNotContain(_tools.Calls, c => c.Contains("keyvault secret set", StringComparison.Ordinal));
        Assert.DoesNotContain(_tools.Calls, c => c.Contains("--value", StringComparison.Ordinal));
    }

    [ToolFact("bash", "jq", "openssl")]
    public void A_relay_that_does_not_become_ready_stops_it_before_the_next()
    {
        var result = _tools.WithAzure(Before, sick: "sip-relay-1").Run(Deploy, "-g", "sip", "--yes", Small);
        Assert.Equal(1, result.Code);
        Assert.Contains("sip-relay-1 did not become ready", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_tools.Calls, c => c.Contains("--name sip-relay-2 ", StringComparison.Ordinal));
    }

    [ToolFact("bash", "jq", "openssl")]
    public void What_if_changes_nothing()
    {
        Assert.Equal(0, _tools.WithAzure(Before).Run(Deploy, "-g", "sip", "--what-if", Small).Code);
        Place(_tools.Calls, "deployment group what-if");
        Assert.DoesNotContain(_tools.Calls, c => c.Contains("group create", StringComparison.Ordinal));
    }

    [ToolFact("bash", "jq", "openssl")]
    public void Whoever_does_not_say_yes_changes_nothing()
    {
        var result = _tools.WithAzure(Before).Run(Deploy, "n\n", ["-g", "sip", Small]);
        Assert.Equal(1, result.Code);
        Assert.DoesNotContain(_tools.Calls, c => c.Contains("group create", StringComparison.Ordinal));
    }

    [ToolTheory("bash", "jq", "openssl")]
    [InlineData("--resource-group is missing", Small)]
    [InlineData("-g needs a value", "-g")]
    [InlineData("the file of parameters is missing", "-g", "sip")]
    [InlineData("none.bicepparam: no such file", "-g", "sip", "none.bicepparam")]
    [InlineData("not a .bicepparam file", "-g", "sip", "README.md")]
    [InlineData("--wat is no option", "-g", "sip", "--wat")]
    [InlineData("no digest", "-g", "sip", "--image", "registry/relay:latest", Small)]
    [InlineData("not a JSON object of passwords", "-g", "sip", "--users", "global.json", Small)]
    public void A_wrong_call_is_told_in_one_line(string expected, params string[] arguments)
    {
        var result = _tools.WithAzure().Run(Deploy, arguments);
        Assert.Equal(1, result.Code);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain(_tools.Calls, c => c.Contains("group", StringComparison.Ordinal));
    }

    [ToolTheory("bash", "jq", "openssl")]
    [InlineData("""{"Alice":"pw","b.o_b+1-2":"any printable: ä \" $"}""", true)]
    [InlineData("""{"al ice":"pw"}""", false)]
    [InlineData("""{"alice\n":"pw"}""", false)]
    [InlineData("""{"":"pw"}""", false)]
    [InlineData("""{"alice":""}""", false)]
    [InlineData("""{"alice":"a\tb"}""", false)]
    [InlineData("""{"alice":1}""", false)]
    [InlineData("""{"alice":"a","Alice":"b"}""", false)]
    [InlineData("{}", false)]
    public void Users_that_the_functions_would_refuse_are_refused_before_anything_is_done(string json, bool isGood)
    {
        var file = Path.Combine(Path.GetTempPath(), $"users-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, json);
        try
        {
            var result = _tools.WithAzure(Before).Run(Deploy, "-g", "sip", "--what-if", "--users", file, Small);
            Assert.True(result.Code == (isGood ? 0 : 1), result.Errors);
            if (!isGood) Assert.Contains("not a JSON object of passwords", result.Errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [ToolFact("bash")]
    public void A_missing_tool_is_named()
    {
        var result = _tools.Run(Deploy, "-g", "sip", Small);
        Assert.Equal(1, result.Code);
        Assert.Contains("az is missing: see https://", result.Errors, StringComparison.Ordinal);
    }

    [ToolTheory("bash")]
    [InlineData(Deploy, "PARAMETERS.bicepparam")]
    [InlineData("infra/teardown", "--resource-group")]
    public void Help_is_told(string script, string expected)
    {
        var result = _tools.Run(script, "--help");
        Assert.Equal(0, result.Code);
        Assert.StartsWith($"usage: {script} ", result.Output, StringComparison.Ordinal);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }
}
