using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSip.Hours;

/// <summary>When who is reached by whom, as <c>hours.json</c> beside the assembly says.</summary>
public sealed record OfficeHours
{
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The time zone of all times here, by its IANA name.</summary>
    public string Zone { get; init; } = "Etc/UTC";
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];
    public TimeOnly Opens { get; init; }
    public TimeOnly Closes { get; init; }

    /// <summary>Days on which nobody is in.</summary>
    public IReadOnlyList<DateOnly> ClosedOn { get; init; } = [];

    /// <summary>Users who are rung while it is open.</summary>
    public string[] Staff { get; init; } = [];

    /// <summary>The user whom known callers reach at any time.</summary>
    public string OnCall { get; init; } = "";

    /// <summary>Callers, as user@host with wildcards.</summary>
    public string[] Known { get; init; } = [];
    public string[] Unwanted { get; init; } = [];

    public static OfficeHours Read()
    {
        var folder = Path.GetDirectoryName(typeof(OfficeHours).Assembly.Location)!;
        return JsonSerializer.Deserialize<OfficeHours>(File.ReadAllText(Path.Combine(folder, "hours.json")), s_json)!;
    }

    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(Zone));
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        return time >= Opens && time < Closes && IsOpenOn(DateOnly.FromDateTime(local.DateTime));
    }

    /// <summary>How long until it opens; null when that is not within a fortnight.</summary>
    public TimeSpan? UntilOpen(DateTimeOffset at)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        for (var days = 0; days <= 14; days++)
        {
            var opening = today.AddDays(days).ToDateTime(Opens);
            var wait = new DateTimeOffset(opening, zone.GetUtcOffset(opening)) - at;
            if (wait > TimeSpan.Zero && IsOpenOn(today.AddDays(days))) return wait;
        }
        return null;
    }

    public static bool IsOn(string[] list, string caller) =>
        list.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, caller));

    private bool IsOpenOn(DateOnly day) => Days.Contains(day.DayOfWeek) && !ClosedOn.Contains(day);
}
