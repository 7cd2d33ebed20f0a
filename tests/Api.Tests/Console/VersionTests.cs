using System.Diagnostics;
using ServerlessSip.Contracts;

namespace ServerlessSip.Api.Tests.Console;

public sealed class VersionTests
{
    /// <summary>
    /// The page's rule that an older state never replaces a newer one has its tests in the page's own language.
    /// </summary>
    [ToolFact("node")]
    public async Task The_page_never_shows_an_older_state_over_a_newer_one()
    {
        var start = new ProcessStartInfo("node", ["--test"])
        {
            WorkingDirectory = ConsoleFolder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, $"{await output}\n{await errors}");
        Assert.Matches(@"# pass [1-9]", await output);
    }

    private static string ConsoleFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "serverless-sip.sln")))
                return Path.Combine(at.FullName, "src", "Api", "Console");
        throw new InvalidOperationException("the tests do not run from a clone");
    }
}
