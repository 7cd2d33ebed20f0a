using System.Text.Json;
using System.Xml;
using ServerlessSip.Infra.Rules;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra.Compose;

/// <summary>The Service Bus emulator's configuration file, and what the emulator can do.</summary>
internal static class EmulatorQueues
{
    public const string Path = "infra/docker/servicebus.json";

    private static readonly TimeSpan s_shortestLock = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestLock = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_shortestLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longestLife = TimeSpan.FromHours(1);

    public static Dictionary<string, QueueShape> Read(string text) => Properties(text).ToDictionary(
        q => q.Name,
        q => new QueueShape(
            q.Of.GetProperty("RequiresSession").GetBoolean(),
            q.Of.GetProperty("RequiresDuplicateDetection").GetBoolean(),
            q.Of.GetProperty("DeadLetteringOnMessageExpiration").GetBoolean(),
            q.Of.GetProperty("LockDuration").GetString()!,
            q.Of.GetProperty("MaxDeliveryCount").ToString()));

    /// <summary>The limits of the emulator's own schema.</summary>
    public static IEnumerable<string> Refused(string text)
    {
        foreach (var (name, of) in Properties(text))
        {
            var held = XmlConvert.ToTimeSpan(of.GetProperty("LockDuration").GetString()!);
            var life = XmlConvert.ToTimeSpan(of.GetProperty("DefaultMessageTimeToLive").GetString()!);
            if (held < s_shortestLock || held > s_longestLock) yield return $"{name}: a lock of {held}";
            if (life < s_shortestLife || life > s_longestLife) yield return $"{name}: a life of {life}";
            if (of.GetProperty("MaxDeliveryCount").GetInt32() is < 1 or > 10) yield return $"{name}: deliveries";
        }
    }

    private static IEnumerable<(string Name, JsonElement Of)> Properties(string text)
    {
        using var json = JsonDocument.Parse(text);
        var space = Assert.Single(
            json.RootElement.GetProperty("UserConfig").GetProperty("Namespaces").EnumerateArray());
        // The one name that the emulator takes.
        Assert.Equal("sbemulatorns", space.GetProperty("Name").GetString());
        return [.. space.GetProperty("Queues").EnumerateArray()
            .Select(q => (q.GetProperty("Name").GetString()!, q.GetProperty("Properties").Clone()))];
    }

    public static string Actual => Clone.Read(Path);
}
