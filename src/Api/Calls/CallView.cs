using System.Collections.Immutable;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Calls;

/// <summary>A call as clients see it.</summary>
internal sealed record CallView
{
    public required string Key { get; init; }
    public required string Resource { get; init; }

    /// <summary>trying, ringing, answered or ended.</summary>
    public required string State { get; init; }

    /// <summary>The version of the newest event.</summary>
    public required long Version { get; init; }

    public required string From { get; init; }
    public required string To { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? RingingAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? Reason { get; init; }

    /// <summary>The final SIP status that ended an unanswered call.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds of talk of an ended call; null while it lasts or when it was never answered.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Null when the document is no call: only INVITEs make one.</summary>
    public static CallView? Of(ActorKey key, CallState state)
    {
        if (state.Records.IsEmpty) return null;
        var record = state.Records[^1];
        return new CallView
        {
            Key = key.ToString(),
            Resource = $"calls/{key}",
            State = record.StateWord,
            Version = state.EventVersion,
            From = record.From,
            To = record.To,
            StartedAt = record.StartedAt,
            RingingAt = record.RingingAt,
            AnsweredAt = record.AnsweredAt,
            EndedAt = record.EndedAt,
            Reason = record.Reason,
            Status = record.EndStatus == 0 ? null : record.EndStatus,
            DurationSeconds = (record.EndedAt - record.AnsweredAt)?.TotalSeconds,
        };
    }
}

/// <summary>Calls, the newest first.</summary>
/// <param name="More">Whether there are calls that are not in the list.</param>
internal sealed record CallList(ImmutableArray<CallView> Items, bool More);
