using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Configuration;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Hosting.Options;

/// <summary><c>Queues:&lt;name&gt;:…</c>: the queues that routes may put callers into.</summary>
internal static class QueueOptionsReader
{
    private const string ExpectedName = "a name of 1 to 64 letters, digits and . _ + -";
    private const string ExpectedMembers = "a comma list of user names";
    private const string ExpectedSkills = "a comma list of at most 16 skills, each with its level: german=9";
    private const int MaxLevel = 9;

    private static readonly string[] s_keys =
    [
        "Strategy", "Members", "LoginBy", "RingSeconds", "WrapUpSeconds", "RestSeconds", "WaitSeconds", "MaxCallers",
        "WaitWithoutAgents", "LoginSeconds", "Overflow",
    ];

    public static QueueSettings Read(OptionReader reader)
    {
        var queues = new List<QueueOptions>();
        foreach (var section in reader.Configuration.GetSection("Queues").GetChildren())
        {
            var name = section.Key.ToLowerInvariant();
            if (!QueueName.IsName(name)) reader.Refuse(new OptionError(section.Path, section.Key, ExpectedName));
            else if (section.Value is { } value) reader.Refuse(new OptionError(section.Path, value, Expected(section)));
            else if (queues.Count == QueueLimits.MaxQueues)
                reader.Refuse(new OptionError("Queues", section.Key, $"at most {QueueLimits.MaxQueues} queues"));
            else queues.Add(Read(reader, section, name));
        }
        return new QueueSettings(queues);
    }

    private static QueueOptions Read(OptionReader reader, IConfigurationSection section, string name)
    {
        foreach (var child in section.GetChildren())
            if (!s_keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                reader.Refuse(new OptionError(child.Path, null, Expected(section)) { IsUnknownKey = true });
        var options = new QueueOptions { Name = name };
        return options with
        {
            Strategy = reader.Read($"{section.Path}:Strategy", options.Strategy, TryStrategy,
                "longest-idle, round-robin, ring-all or by-skill"),
            Members = ReadMembers(reader, section),
            LoginByRegistering = reader.Read($"{section.Path}:LoginBy", false, TryLoginBy, "command or register"),
            RingTime = Seconds(reader, $"{section.Path}:RingSeconds", options.RingTime, 1, 180),
            WrapUp = Seconds(reader, $"{section.Path}:WrapUpSeconds", options.WrapUp, 0, 3600),
            Rest = Seconds(reader, $"{section.Path}:RestSeconds", options.Rest, 0, 3600),
            WaitLimit = Seconds(reader, $"{section.Path}:WaitSeconds", options.WaitLimit, 1,
                (int)QueueLimits.MaxWait.TotalSeconds),
            MaxCallers = reader.Read($"{section.Path}:MaxCallers", options.MaxCallers,
                OptionParsers.NumberBetween(1, QueueLimits.MaxCallers), $"1 to {QueueLimits.MaxCallers}"),
            WaitWithoutAgents = reader.Read($"{section.Path}:WaitWithoutAgents", options.WaitWithoutAgents,
                OptionParsers.TryBoolean, "true or false"),
            Overflow = reader.Read<Route?>($"{section.Path}:Overflow", null, TryRoute,
                "a decision document in JSON, e.g. {\"reply\":486}"),
            LoginLife = Seconds(reader, $"{section.Path}:LoginSeconds", options.LoginLife, 60, 7 * 24 * 3600),
        };
    }

    /// <summary>A plain list under the key itself, or each member below it with his skills.</summary>
    private static ImmutableArray<QueueMember> ReadMembers(OptionReader reader, IConfigurationSection section)
    {
        var given = section.GetSection("Members");
        var members = new SortedDictionary<string, QueueMember>(StringComparer.Ordinal);
        foreach (var user in (given.Value ?? "").Split(',', StringSplitOptions.TrimEntries))
            if (given.Value is { Length: > 0 }) Add(reader, members, given.Path, user, "");
        foreach (var member in given.GetChildren())
            Add(reader, members, member.Path, member.Key, member.Value ?? "");
        if (members.Count == 0)
            reader.Refuse(new OptionError(given.Path, given.Value, $"{ExpectedMembers}, who may be agents"));
        if (members.Count > QueueLimits.MaxMembers)
            reader.Refuse(new OptionError(given.Path, $"{members.Count}", $"at most {QueueLimits.MaxMembers} members"));
        return [.. members.Values];
    }

    private static void Add(
        OptionReader reader, SortedDictionary<string, QueueMember> members, string key, string user, string skills)
    {
        if (!UserOptions.IsName(user)) reader.Refuse(new OptionError(key, user, ExpectedMembers));
        else if (!TrySkills(skills, out var read)) reader.Refuse(new OptionError(key, skills, ExpectedSkills));
        else members[user.ToLowerInvariant()] = new QueueMember(user.ToLowerInvariant(), read);
    }

    private static bool TrySkills(string text, out ImmutableSortedDictionary<string, int> skills)
    {
        skills = ImmutableSortedDictionary<string, int>.Empty;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            var level = 1;
            if (pair.Length == 2 && !OptionParsers.NumberBetween(1, MaxLevel)(pair[1], out level)) return false;
            var name = pair[0].ToLowerInvariant();
            if (!QueueName.IsName(name) || skills.ContainsKey(name)) return false;
            if (skills.Count == QueueLimits.MaxSkills) return false;
            skills = skills.Add(name, level);
        }
        return true;
    }

    /// <param name="key">The whole key.</param>
    private static TimeSpan Seconds(OptionReader reader, string key, TimeSpan fallback, int least, int most) =>
        TimeSpan.FromSeconds(reader.Read(key, (int)fallback.TotalSeconds,
            OptionParsers.NumberBetween(least, most), $"{least} to {most}"));

    private static string Expected(IConfigurationSection section) =>
        $"keys below {section.Path}: {string.Join(", ", s_keys)}";

    private static bool TryRoute(string text, out Route? value) =>
        RouteDocument.TryParse(Encoding.UTF8.GetBytes(text), out value, out _);

    private static bool TryLoginBy(string text, out bool byRegistering)
    {
        byRegistering = text.Equals("register", StringComparison.OrdinalIgnoreCase);
        return byRegistering || text.Equals("command", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryStrategy(string text, out QueueStrategy value)
    {
        QueueStrategy? strategy = text.ToLowerInvariant() switch
        {
            "longest-idle" => QueueStrategy.LongestIdle,
            "round-robin" => QueueStrategy.RoundRobin,
            "ring-all" => QueueStrategy.RingAll,
            "by-skill" => QueueStrategy.BySkill,
            _ => null,
        };
        value = strategy.GetValueOrDefault();
        return strategy is not null;
    }
}
