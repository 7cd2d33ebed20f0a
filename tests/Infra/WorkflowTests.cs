using System.Text.Json;
using ServerlessSip.Contracts;
using ServerlessSip.Infra.Reader;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>What build servers do: the tests of this clone, and what only they can do.</summary>
public class WorkflowTests
{
    private static IEnumerable<string> Commands(string path) => NodeReader.Yaml(Clone.Read(path))
        .GetProperty("jobs").EnumerateObject()
        .SelectMany(job => job.Value.GetProperty("steps").EnumerateArray())
        .Select(step => step.TryGetProperty("run", out var run) ? run.GetString()! : "");

    [ToolFact("node", "npm")]
    public void One_workflow_runs_the_tests() =>
        Assert.Contains(".ci/run", Commands(".github/workflows/ci.yml"));

    [ToolTheory("node", "npm")]
    [InlineData("dotnet build serverless-sip.sln")]
    [InlineData("dotnet test tests/Azure.Tests")]
    [InlineData("bob bob-pass 127.0.0.1:5060 call alice@127.0.0.1")]
    [InlineData("az bicep build --file infra/bicep/main.bicep")]
    [InlineData("az bicep lint --file infra/bicep/main.bicep")]
    [InlineData("az bicep build-params")]
    [InlineData("shellcheck infra/deploy infra/teardown infra/bicep/relay/configure.sh")]
    [InlineData("docker compose -f infra/docker/compose.yaml --profile all config")]
    [InlineData("docker compose up")]
    public void Another_does_what_needs_the_whole_gallery_the_compiler_and_the_emulators(string command) =>
        Assert.Contains(
            Commands(".github/workflows/azure.yml"), c => c.Contains(command, StringComparison.Ordinal));

    [ToolFact("node", "npm")]
    public void Workflows_may_read_and_nothing_else()
    {
        foreach (var path in Clone.Below(".github/workflows", ".yml"))
        {
            var rights = NodeReader.Yaml(Clone.Read(path)).GetProperty("permissions");
            Assert.Equal(JsonValueKind.Object, rights.ValueKind);
            Assert.All(rights.EnumerateObject(), r => Assert.Equal("read", r.Value.GetString()));
        }
    }
}
