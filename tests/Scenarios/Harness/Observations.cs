using System.Text.Json;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>What the API shows of users and calls, waited for.</summary>
internal static class Observations
{
    public static Task Until(this LocalServer server, string user, string state, TimeSpan? within = null) =>
        Patience.Until(() => server.Api.User(user), shown => State(shown) == state, $"{user} {state}", within);

    /// <summary>Whoever called that user: all of these calls have ended.</summary>
    public static Task UntilCallsEnded(this LocalServer server, string callee, int calls = 1) => Patience.Until(
        async () => Items(await server.Api.Calls())
            .Where(call => call.GetProperty("to").GetString() == $"{callee}@{LocalServer.Domain}").ToArray(),
        list => list.Length == calls && list.All(call => State(call) == "ended"),
        $"{calls} calls to {callee}, all ended");

    public static Task UntilNoCallIsUp(this LocalServer server, int calls) => Patience.Until(
        () => server.Api.Calls(),
        list => Items(list).Count == calls && Items(list).All(call => State(call) == "ended"),
        $"{calls} calls, all ended");

    public static IReadOnlyList<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    public static string State(JsonElement shown) => shown.GetProperty("state").GetString()!;
}
