using System.Net;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>sipsak's OPTIONS.</summary>
internal static class Sipsak
{
    /// <summary>Its exit code (0: a 2xx came) and all that it printed.</summary>
    public static async Task<(int Exit, string Output)> Options(IPEndPoint server, string uri)
    {
        string[] arguments =
        [
            "-vv", "-H", "127.0.0.1", "-p", server.ToString(), "-s", uri, "-l", $"{FreePorts.Take()}",
        ];
        await using var process = ClientProcess.Start(new Launch("sipsak", arguments));
        var exit = await process.Exit(TimeSpan.FromSeconds(20));
        return (exit, process.Output);
    }
}
