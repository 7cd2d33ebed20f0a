using ServerlessSip.Engine.Routing.Middleware;
using ServerlessSip.Engine.Runtime.Routes;

namespace ServerlessSip.Hosting.Options;

/// <summary>Reads and checks the keys under <c>Routes:</c>, the same in every host.</summary>
internal static class RoutesOptionsReader
{
    public static readonly string[] Keys =
    [
        "Routes:Assembly", "Routes:FailureStatus", "Routes:RunMilliseconds", "Routes:WorkSeconds", "Routes:MaxWork",
        "Routes:MaxStuck", "Routes:Ban", "Routes:RatePerMinute", "Routes:RequireUser",
    ];

    /// <param name="contentRoot">Relative paths start here.</param>
    public static RoutesOptions Read(OptionReader reader, string contentRoot)
    {
        var limits = RouteRunnerOptions.Default;
        return new RoutesOptions
        {
            Assemblies = reader.Read("Routes:Assembly", [], OptionParsers.ListOf<string>(TryFile(contentRoot)),
                "a comma list of assembly files that are there"),
            FailureStatus = reader.Read("Routes:FailureStatus", 500, OptionParsers.NumberBetween(400, 699),
                "a status from 400 to 699"),
            RunMilliseconds = reader.Read("Routes:RunMilliseconds", 200, OptionParsers.NumberBetween(1, 1000),
                "1 to 1000"),
            WorkSeconds = reader.Read("Routes:WorkSeconds", 10, OptionParsers.NumberBetween(1, 120), "1 to 120"),
            MaxWork = reader.Read("Routes:MaxWork", limits.MaxWork, OptionParsers.NumberBetween(1, 1000), "1 to 1000"),
            MaxStuck = reader.Read("Routes:MaxStuck", limits.MaxStuck, OptionParsers.NumberBetween(1, 1000),
                "1 to 1000"),
            Ban = reader.Read("Routes:Ban", [], OptionParsers.ListOf<string>(TryBan),
                "a comma list of addresses, networks as 192.0.2.0/24, and callers as user@host"),
            RatePerMinute = reader.Read("Routes:RatePerMinute", 0, OptionParsers.NumberBetween(0, 1_000_000),
                "0 to 1000000"),
            RequireUser = reader.Read("Routes:RequireUser", false, OptionParsers.TryBoolean, "true or false"),
        };
    }

    private static OptionParser<string> TryFile(string contentRoot) => (string text, out string value) =>
    {
        value = Path.GetFullPath(text, contentRoot);
        return File.Exists(value);
    };

    private static bool TryBan(string text, out string value)
    {
        value = text;
        return BanMiddleware.IsEntry(text);
    }
}
