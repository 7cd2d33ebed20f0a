using System.Text.Json;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>What the API shows of users and calls, waited for.</summary>
internal static class Observations
{
    public static Task Until(this LocalServer server, string user, string state, TimeSpan? within = null) =>
        Patience.Until(() => server.Api.User(user), shown => State(shown) == state, $"{user} {state}", within);

    public static Task UntilNoCallIsUp(this LocalServer server, int calls) => Patience.Until(
        () => server.Api.Calls(),
        list => Items(list).Count == calls && Items(list).All(call => State(call) == "ended"),
        $"{calls} calls, all ended");

    public static IReadOnlyList<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    public static string State(JsonElement shown) => shown.GetProperty("state").GetString()!;
}
