using System.Globalization;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.TestRoutes;

/// <summary>A route that waits until its caller has given up, and one that answers in its own time.</summary>
public sealed class Waiting
{
    /// <summary>The file into which the route writes what it sees, with the time; a header names it.</summary>
    private const string FileHeader = "X-File";

    [SipRoute("INVITE", "waits@*")]
    public async Task<Route> Waits(SipCall call, CancellationToken cancel)
    {
        var file = call.Header(FileHeader)!;
        Note(file, "asked");
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(30), cancel);
        }
        catch (OperationCanceledException)
        {
            Note(file, "cancelled");
        }
        return Route.Ring($"{call.Header("X-Ring")}@{call.Host}");
    }

    [SipRoute("INVITE", "later@*")]
    public async Task<Route> Later(SipCall call, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500), cancel);
        return Route.Ring($"{call.Header("X-Ring") ?? "bob"}@{call.Host}");
    }

    private static void Note(string file, string word) =>
        File.AppendAllText(file, $"{word} {DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture)}\n");
}
