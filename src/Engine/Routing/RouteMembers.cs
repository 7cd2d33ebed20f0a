namespace ServerlessSip.Engine.Routing;

/// <summary>The names of the decision document: each verb and what may stand beside it.</summary>
internal static class RouteMembers
{
    public static readonly string[] Common = ["because", "else", "on"];

    private static readonly string[] s_sending = ["seconds", "add", "remove", "identity"];

    public static readonly IReadOnlyDictionary<string, string[]> ByVerb = new Dictionary<string, string[]>
    {
        ["reply"] = ["phrase", "headers"],
        ["redirect"] = ["status"],
        ["ring"] = ["order", .. s_sending],
        ["forward"] = ["number", "failover", .. s_sending],
        ["bridge"] = s_sending,
        ["queue"] = ["seconds", "skills", "priority"],
        ["park"] = ["seconds"],
        ["challenge"] = [],
        ["continue"] = [],
    };

    /// <summary>Of <c>identity</c>.</summary>
    public static readonly string[] Identity = ["uri", "display"];

    public static readonly string[] Orders = ["parallel", "sequential", "q"];
}
