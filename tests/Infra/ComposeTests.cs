using System.Xml.Linq;
using ServerlessSip.Contracts;
using ServerlessSip.Infra.Compose;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>The compose file, the images it builds and the files it needs.</summary>
public class ComposeTests
{
    [ToolFact("node", "npm")]
    public void The_compose_file_is_valid() =>
        Found.Nothing("compose.yaml fits the schema of the Compose Specification", ComposeFile.Actual.Errors());

    [ToolFact("node", "npm")]
    public void A_fault_in_the_compose_file_is_found()
    {
        var text = ComposeFile.Actual.Text;
        Found.Names("stop_grace", new ComposeFile(text.Replace("stop_grace_period", "stop_grace")).Errors());
        var listed = text.Replace("restart: unless-stopped", "restart: [no]");
        Found.Names("/services/sql", new ComposeFile(listed).Errors());
    }

    [ToolFact("node", "npm")]
    public void Ports_are_open_on_this_machine_alone()
    {
        var services = ComposeFile.Actual.Data.GetProperty("services").EnumerateObject();
        Assert.All(
            services.SelectMany(s => s.Value.TryGetProperty("ports", out var ports) ? ports.EnumerateArray() : default),
            port => Assert.StartsWith("127.0.0.1:", port.GetString(), StringComparison.Ordinal));
    }

    [ToolFact("node", "npm")]
    public void Files_and_images_that_it_names_exist()
    {
        foreach (var service in new[] { "relay", "functions" })
        {
            var build = ComposeFile.Actual.Service(service).GetProperty("build");
            Assert.Equal("../..", build.GetProperty("context").GetString());
            Assert.True(Clone.Has(build.GetProperty("dockerfile").GetString()!));
        }
        var mounted = ComposeFile.Actual.Service("servicebus").GetProperty("volumes")[0].GetString()!.Split(':');
        Assert.True(Clone.Has("infra/docker/" + mounted[0]));
        Assert.Equal("/ServiceBus_Emulator/ConfigFiles/Config.json", mounted[1]);
    }

    [ToolFact("node", "npm")]
    public void The_relay_runs_without_rights_and_writes_nothing()
    {
        var relay = ComposeFile.Actual.Service("relay");
        Assert.True(relay.GetProperty("read_only").GetBoolean());
        Assert.Equal("ALL", relay.GetProperty("cap_drop")[0].GetString());
        Assert.Equal("no-new-privileges:true", relay.GetProperty("security_opt")[0].GetString());
    }

    [Theory]
    [InlineData("infra/docker/relay.Dockerfile", "src/UdpRelay", "ServerlessSip.UdpRelay.dll")]
    [InlineData("infra/docker/functions.Dockerfile", "src/Functions", "AzureWebJobsScriptRoot=")]
    public void Images_publish_projects_that_exist(string file, string project, string expected)
    {
        var text = Clone.Read(file);
        Assert.Contains($"dotnet publish {project} ", text, StringComparison.Ordinal);
        Assert.True(Clone.Has(project));
        Assert.Contains(expected, text, StringComparison.Ordinal);
        foreach (var copied in text.Split('\n').Where(l => l.StartsWith("COPY ", StringComparison.Ordinal)
            && !l.Contains("--from", StringComparison.Ordinal)).SelectMany(l => l.Split(' ')[1..^1]))
            Assert.True(copied.Contains('*') || Clone.Has(copied), copied);
    }

    [Theory]
    [InlineData("infra/docker/relay.Dockerfile", "src/UdpRelay/UdpRelay.csproj")]
    [InlineData("infra/docker/functions.Dockerfile", "src/Functions/Functions.csproj")]
    public void An_image_that_builds_the_console_page_has_Node_to_do_it(string file, string project)
    {
        Assert.Contains("src/Api/Api.csproj", Referred(project));
        Assert.Contains("COPY --from=node:20-", Clone.Read(file), StringComparison.Ordinal);
    }

    private static HashSet<string> Referred(string project, HashSet<string>? seen = null)
    {
        seen ??= [];
        if (!seen.Add(project)) return seen;
        var folder = Path.GetDirectoryName(project)!;
        foreach (var reference in XDocument.Parse(Clone.Read(project)).Descendants("ProjectReference"))
        {
            var path = Path.GetFullPath(Clone.At(Path.Combine(folder, reference.Attribute("Include")!.Value)));
            Referred(Path.GetRelativePath(Clone.Root, path).Replace('\\', '/'), seen);
        }
        return seen;
    }

    [Fact]
    public void The_image_of_the_relay_has_no_shell_and_no_root()
    {
        var text = Clone.Read("infra/docker/relay.Dockerfile");
        Assert.Contains("-noble-chiseled", text, StringComparison.Ordinal);
        Assert.Contains("USER $APP_UID", text, StringComparison.Ordinal);
    }
}
