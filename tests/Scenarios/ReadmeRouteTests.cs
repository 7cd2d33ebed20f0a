using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>The route that README.md shows, compiled as it stands there and called.</summary>
[Collection(Alone.Name)]
public sealed class ReadmeRouteTests
{
    private const int MostLines = 15;

    [ToolFact("sipp")]
    public async Task The_route_of_the_readme_has_at_most_15_lines_and_changes_a_call()
    {
        var code = Code();
        Assert.InRange(code.Split('\n').Length, 1, MostLines);
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Path, "Office.dll");
        Compile(code, file);
        await using var server = await LocalServer.Start("--Routes:Assembly", file);
        Assert.Contains("Office.Everybody  INVITE office@*", server.Output);

        await using var nobody = new SippCast(server);
        var seen = await nobody.Play(SippPhone.Caller("alice", "office").Invite().Expect(480).AckFailure());
        Assert.Equal("SIP/2.0 480 Nobody is in", Assert.Single(seen.Received("SIP/2.0 480")).StartLine);

        await using var busy = new SippCast(server);
        await busy.Waiting(SippPhone.Callee("bob").ExpectInvite().Say(486).Hear("ACK"));
        seen = await busy.Play(SippPhone.Caller("alice", "office").Invite().Expect(486).AckFailure());
        Assert.Equal("SIP/2.0 486 All are talking", Assert.Single(seen.Received("SIP/2.0 486")).StartLine);

        await using var answered = new SippCast(server);
        await answered.Waiting(SippPhone.Callee("alice").ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        await answered.Forget("bob");
        await answered.Play(SippPhone.Caller("carol", "office").Invite().Expect(180).Expect(200).Ack().HangUp());
    }

    private static string Code()
    {
        var readme = File.ReadAllText(Path.Combine(LocalServer.Metadata("Repository"), "README.md"));
        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        return readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    /// <summary>With the usings that every project has, against the assemblies that the host runs with.</summary>
    private static void Compile(string code, string file)
    {
        const string usings = "global using System; global using System.Threading.Tasks;";
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var host = Path.GetDirectoryName(LocalServer.Metadata("LocalHost"))!;
        string[] references =
        [
            Path.Combine(framework, "System.Private.CoreLib.dll"), Path.Combine(framework, "System.Runtime.dll"),
            Path.Combine(host, "ServerlessSip.Engine.dll"),
        ];
        var compiled = CSharpCompilation.Create(
            "Office", [CSharpSyntaxTree.ParseText(usings), CSharpSyntaxTree.ParseText(code)],
            references.Select(r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(file);
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));
    }
}
