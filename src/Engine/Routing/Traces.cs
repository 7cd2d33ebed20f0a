using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;

namespace ServerlessSip.Engine.Routing;

/// <summary>Writes down why a call went as it did.</summary>
internal static class Traces
{
    /// <summary>Most lines that a call keeps; the oldest go first.</summary>
    public const int MaxLines = 64;

    public const string BuiltIn = "built-in";

    private const int MaxReason = 200;

    /// <summary>A line that nobody is told of: what happens when no route has a say.</summary>
    public static void Note(CallTurn turn, string decided) =>
        Append(turn, new TraceLine(turn.Now, BuiltIn, BuiltIn, decided, null));

    /// <summary>A line about a request that follows a route, and its event.</summary>
    public static void Add(CallTurn turn, RouteProgress progress, string decided, string? reason)
    {
        if (reason?.Length > MaxReason) reason = reason[..MaxReason];
        var line = new TraceLine(turn.Now, progress.Rule, progress.Source, decided, reason);
        Append(turn, line);
        if (turn.State.Resource is null) return;
        var data = new Dictionary<string, string>(4)
        {
            ["rule"] = line.Rule,
            ["source"] = line.Source,
            ["decided"] = line.Decided,
        };
        if (line.Reason is not null) data["reason"] = line.Reason;
        turn.State = EventLog.Append(turn.State, "route", data, turn.Now, turn.Effects);
    }

    /// <summary>RFC 3261 §20.43, code 399: the last decision, for a caller who is one of our users.</summary>
    public static string? Warning(CallTurn turn, ResponseContext context)
    {
        if (context.Route is not { Caller: not null } || turn.State.Trace.IsEmpty) return null;
        var line = turn.State.Trace[^1];
        var said = line.Reason is null ? line.Decided : $"{line.Decided}: {line.Reason}";
        var text = Quotable($"{line.Rule} ({line.Source}): {said}");
        return $"Warning: 399 {turn.Settings.Domains.Primary} \"{text}\"\r\n";
    }

    private static void Append(CallTurn turn, TraceLine line)
    {
        var kept = turn.State.Trace.Length < MaxLines ? turn.State.Trace : turn.State.Trace.RemoveAt(0);
        turn.State = turn.State with { Trace = kept.Add(line) };
    }

    /// <summary>Printable ASCII, so that it needs no escape and no RFC 2047.</summary>
    private static string Quotable(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[i] switch { '"' => '\'', '\\' => '/', < ' ' or > '~' => '?', var c => c };
    });
}
