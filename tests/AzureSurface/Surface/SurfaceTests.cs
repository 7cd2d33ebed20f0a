using Azure.Messaging.ServiceBus;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ServerlessSip.AzureSurface.Surface;

/// <summary>The declarations say what the SDKs say, as surface.tsv has it from their listings and sources.</summary>
public sealed class SurfaceTests
{
    private static readonly string[] s_rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "surface.tsv"))
        .Where(line => !line.StartsWith('#'))];

    private static readonly string[] s_listed = [.. s_rows.Select(row => string.Join('\t', row.Split('\t')[..2]))];

    private static string[] Declared() => [.. typeof(ServiceBusClient).Assembly.GetTypes()
        .Where(type => type.IsPublic || type.IsNestedPublic)
        .SelectMany(type => Signature.Of(type).Select(member => $"{type.FullName}\t{member}"))];

    [Fact]
    public void Every_declared_member_is_listed_and_every_listed_one_declared()
    {
        Assert.Empty(Declared().Except(s_listed));
        Assert.Empty(s_listed.Except(Declared()));
    }

    [Fact]
    public void Every_listed_member_says_where_it_was_read() => Assert.All(s_rows, row =>
    {
        var fields = row.Split('\t');
        Assert.InRange(fields.Length, 4, 5);
        Assert.Matches("^(Azure|sipsorcery-org)/", fields[2]);
        Assert.Matches(fields is [.., "text without commit"] ? "^-$" : "^[0-9a-f]{40}$", fields[3]);
        if (fields.Length == 5) Assert.Matches("^(text without commit|another release( [0-9.]+)?)$", fields[4]);
    });

    [Theory]
    [InlineData("SendMessageAsync", "SendMesageAsync")]
    [InlineData("string sessionId, ServiceBusSession", "Guid sessionId, ServiceBusSession")]
    [InlineData("public virtual Task ReleaseSession", "public virtual void ReleaseSession")]
    public void A_declaration_that_strays_from_its_listing_is_found(string right, string wrong)
    {
        var planted = s_listed.Select(row => row.Replace(right, wrong, StringComparison.Ordinal)).ToArray();
        Assert.NotEqual(s_listed, planted);
        Assert.NotEmpty(Declared().Except(planted));
    }

    [Fact]
    public void A_misnamed_member_in_the_adapters_does_not_compile()
    {
        const string name = "src/AzureAdapters/Bus/ServiceBusBus.cs";
        var source = File.ReadAllText(Path.Combine(Root(), name));
        Assert.Empty(Unknown(source));
        var misnamed = source.Replace("ScheduleMessageAsync", "ScheduleMesageAsync", StringComparison.Ordinal);
        Assert.NotEmpty(Unknown(misnamed));
    }

    /// <summary>Members that the SDK's types do not have (CS1061, CS0117).</summary>
    private static IEnumerable<string> Unknown(string source)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !path.EndsWith("ServerlessSip.AzureAdapters.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var sources = Directory.GetFiles(Path.Combine(Root(), "src/AzureAdapters"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("/ServiceBusBus.cs", StringComparison.Ordinal) && !file.Contains("/obj/"))
            .Select(File.ReadAllText).Append(source).Append(ImplicitUsings);
        var trees = sources.Select(s => CSharpSyntaxTree.ParseText(s));
        var compilation = CSharpCompilation.Create("planted", trees, platform);
        return compilation.GetDiagnostics().Where(d => d.Id is "CS1061" or "CS0117").Select(d => d.ToString());
    }

    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; " +
        "global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "serverless-sip.sln"))) return folder;
        throw new InvalidOperationException("serverless-sip.sln stands in no folder above the test's");
    }
}
