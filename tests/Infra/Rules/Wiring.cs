using System.Text.RegularExpressions;
using ServerlessSip.Infra.Bicep;

namespace ServerlessSip.Infra.Rules;

/// <summary>What code, templates, compose file and samples must call by one name.</summary>
internal static partial class Wiring
{
    /// <summary>What the platform reads and our code does not.</summary>
    private static readonly string[] s_ofThePlatform =
    [
        "AzureWebJobsStorage", "APPLICATIONINSIGHTS_", "AzureFunctionsJobHost__", "FUNCTIONS_WORKER_RUNTIME",
        "ServiceBus__credential", "ServiceBus__clientId",
    ];

    /// <summary>A connection string is for an emulator, the address beside it for an identity.</summary>
    private static readonly (string Emulator, string Identity)[] s_either =
    [
        ("ServiceBus", "ServiceBus__fullyQualifiedNamespace"), ("Tables", "Tables__serviceUri"),
        ("SignalR", "SignalR__serviceUri"), ("Sip__Secret", "Sip__SecretFile"),
    ];

    public static IEnumerable<string> NotSet(string where, IEnumerable<string> read, IEnumerable<string> set)
    {
        var given = set.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return read.Where(name => !given.Contains(name) && !Alternatives(name).Any(given.Contains))
            .Select(name => $"{where} does not set {name}");
    }

    public static IEnumerable<string> NotRead(string where, IEnumerable<string> read, IEnumerable<string> set)
    {
        var known = read.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return set.Where(name => !known.Contains(name) && !Alternatives(name).Any(known.Contains)
                && !s_ofThePlatform.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
            .Select(name => $"{where} sets {name}, which nobody reads");
    }

    /// <summary>The queues of the template: name → what it says of sessions, locks and deliveries.</summary>
    public static Dictionary<string, QueueShape> Queues(Templates templates) =>
        templates[Templates.Modules + "servicebus.bicep"].Of("resource")
            .Where(r => r.Target.StartsWith("Microsoft.ServiceBus/namespaces/queues@", StringComparison.Ordinal))
            .ToDictionary(r => r.Body.Property("name")!.Literal!, r => Shape(r.Body.Property("properties")!));

    /// <summary>Queues that code, template and emulator name or shape differently.</summary>
    public static IEnumerable<string> DifferentQueues(
        IEnumerable<string> code, Dictionary<string, QueueShape> azure, Dictionary<string, QueueShape> emulator) =>
        from name in code.Union(azure.Keys).Union(emulator.Keys)
        let missing = !code.Contains(name) ? "the code" : !azure.ContainsKey(name) ? "the template"
            : !emulator.ContainsKey(name) ? "the emulator's file" : null
        where missing is not null || azure[name] != emulator[name]
        select missing is null ? $"{name}: {azure[name]}, but {emulator[name]} in the emulator"
            : $"{name} is unknown to {missing}";

    /// <summary>Constants of a C# file: name → value.</summary>
    public static Dictionary<string, string> Constants(string source) =>
        Constant().Matches(source).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    /// <summary>Whether all lanes find a slot when one of the instances that always run is gone.</summary>
    public static IEnumerable<string> StarvingLanes(string where, long lanes, long sessions, long alwaysReady)
    {
        var surviving = Math.Max(1, alwaysReady - 1);
        if (sessions * surviving < lanes)
            yield return $"{where}: {sessions} sessions on {surviving} instances cannot hold {lanes} lanes";
    }

    /// <summary>The same for what each file of parameters makes of the template.</summary>
    public static IEnumerable<string> StarvingLanes(Templates templates) =>
        from file in templates.OfParameters
        let of = new Evaluation(templates[Templates.Main], file)
        where (string)of.Value("sessionStrategy") == "Lane"
        from finding in StarvingLanes(file.Path, (long)of.Value("laneCount"), (long)of.Value("maxConcurrentSessions"),
            (long)of.Value("alwaysReadySipIn"))
        select finding;

    private static IEnumerable<string> Alternatives(string name) => s_either
        .SelectMany<(string Emulator, string Identity), string>(pair =>
            pair.Emulator == name ? [pair.Identity] : pair.Identity == name ? [pair.Emulator] : []);

    private static QueueShape Shape(BicepNode properties) => new(
        properties.Property("requiresSession")?.Literal == "true",
        properties.Property("requiresDuplicateDetection")?.Literal == "true",
        properties.Property("deadLetteringOnMessageExpiration")?.Literal == "true",
        properties.Property("lockDuration")?.Literal ?? "",
        properties.Property("maxDeliveryCount")?.Literal ?? "");

    [GeneratedRegex("""const (?:string|int) (\w+) = "?([\w-]+)"?;""")]
    private static partial Regex Constant();
}
