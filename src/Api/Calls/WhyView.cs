using System.Collections.Immutable;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Calls;

/// <summary>Why a call went as it did: its decisions, the oldest first.</summary>
/// <param name="Following">The verbs that are being followed now, as decision documents; empty at the end.</param>
internal sealed record WhyView(
    string Key, string Resource, string State, ImmutableArray<WhyLine> Lines, ImmutableArray<string> Following)
{
    public static WhyView? Of(ActorKey key, CallState state) => state.Records.IsEmpty ? null : new WhyView(
        key.ToString(), $"calls/{key}", state.Records[^1].StateWord,
        [.. state.Trace.Select(line => new WhyLine(line.At, line.Rule, line.Source, line.Decided, line.Reason))],
        [
            .. state.Contexts.Where(c => c is { IsOpen: true, Route.Current: not null })
                .Select(c => RouteDocument.ToJson(c.Route!.Current!)),
        ]);
}

/// <summary>One decision.</summary>
/// <param name="Rule">E.g. <c>Office.Sales</c>.</param>
/// <param name="Source">What kind of thing the rule is: <c>C#</c>, <c>middleware</c>, <c>built-in</c>.</param>
/// <param name="Decided">What was decided, in a few words.</param>
/// <param name="Reason">Why, as far as the rule said.</param>
internal sealed record WhyLine(DateTimeOffset At, string Rule, string Source, string Decided, string? Reason);
