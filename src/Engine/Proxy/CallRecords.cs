using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// What people see of a call, and the events about it: <c>ringing</c>, <c>answered</c>, <c>ended</c>, each once.
/// </summary>
internal static class CallRecords
{
    /// <summary>Most records of one Call-ID; further callers under it are carried but not shown.</summary>
    public const int MaxRecords = 8;

    /// <summary>Most characters of a name in a record; the rest of a longer one is not shown.</summary>
    public const int MaxNameLength = 256;

    public static void Begin(CallTurn turn, SipMessage request)
    {
        if (request.Method != SipMethod.Invite || turn.State.Records.Length >= MaxRecords) return;
        var tag = Text.Of(request.FromTag);
        if (Index(turn.State, tag) >= 0) return;
        turn.State = turn.State with
        {
            Records = turn.State.Records.Add(new CallRecord
            {
                CallerTag = tag,
                From = Name(request.From!.Uri),
                To = Name(request.RequestUri!),
                StartedAt = turn.Now,
            }),
        };
    }

    /// <summary>The record of a call that was asked for over HTTP.</summary>
    public static void Add(CallTurn turn, CallRecord record) =>
        turn.State = turn.State with { Records = turn.State.Records.Add(record) };

    public static bool IsAnswered(CallState call, string callerTag)
    {
        var at = Index(call, callerTag);
        return at >= 0 && call.Records[at].State >= CallPhase.Answered;
    }

    /// <summary>
    /// The caller talks to the target: at last, or, where the call was up before, instead of to whom it was.
    /// </summary>
    public static void Joined(CallTurn turn, string callerTag, string target)
    {
        if (!IsAnswered(turn.State, callerTag))
        {
            Answered(turn, callerTag);
            return;
        }
        // An ended call joins nobody.
        var record = turn.State.Records[Index(turn.State, callerTag)];
        Save(turn, record with { To = Name(SipUri.Parse(target)) });
    }

    public static void Ringing(CallTurn turn, string callerTag)
    {
        if (Find(turn, callerTag) is { State: CallPhase.Trying } record)
            Save(turn, record with { State = CallPhase.Ringing, RingingAt = turn.Now });
    }

    public static void Answered(CallTurn turn, string callerTag)
    {
        if (Find(turn, callerTag) is { State: < CallPhase.Answered } record)
            Save(turn, record with { State = CallPhase.Answered, AnsweredAt = turn.Now });
    }

    /// <summary>The INVITE got a final response that is not a 2xx. A challenge alone leaves no record.</summary>
    public static void Failed(CallTurn turn, string callerTag, int status)
    {
        if (Find(turn, callerTag) is not { State: < CallPhase.Answered } record) return;
        if (status is 401 or 407 && record.State == CallPhase.Trying)
        {
            turn.State = turn.State with { Records = turn.State.Records.Remove(record) };
            return;
        }
        End(turn, record with { EndStatus = status }, status switch
        {
            487 => "cancelled",
            486 or 600 => "busy",
            408 or 480 => "no answer",
            >= 500 and < 600 => "failed",
            _ => "rejected",
        });
    }

    public static void Ended(CallTurn turn, string callerTag, string reason)
    {
        if (Find(turn, callerTag) is { State: < CallPhase.Ended } record) End(turn, record, reason);
    }

    private static void End(CallTurn turn, CallRecord record, string reason) =>
        Save(turn, record with { State = CallPhase.Ended, EndedAt = turn.Now, Reason = reason });

    private static void Save(CallTurn turn, CallRecord record)
    {
        var at = Index(turn.State, record.CallerTag);
        turn.State = turn.State with { Records = turn.State.Records.SetItem(at, record) };
        turn.State = EventLog.Append(turn.State, "call", Data(record), turn.Now, turn.Effects);
        RouteHooks.Tell(turn, record);
    }

    private static Dictionary<string, string> Data(CallRecord record)
    {
        var data = new Dictionary<string, string>(6)
        {
            ["state"] = record.StateWord,
            ["from"] = record.From,
            ["to"] = record.To,
        };
        if (record is { State: CallPhase.Ended, EndedAt: { } ended })
        {
            data["reason"] = record.Reason!;
            var talked = record.AnsweredAt is { } answered ? ended - answered : TimeSpan.Zero;
            data["durationSeconds"] = talked.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            if (record.EndStatus != 0) data["status"] = record.EndStatus.ToString(CultureInfo.InvariantCulture);
        }
        return data;
    }

    private static CallRecord? Find(CallTurn turn, string callerTag)
    {
        var at = Index(turn.State, callerTag);
        return at < 0 ? null : turn.State.Records[at];
    }

    private static int Index(CallState call, string callerTag)
    {
        for (var i = 0; i < call.Records.Length; i++)
            if (call.Records[i].CallerTag == callerTag) return i;
        return -1;
    }

    public static string Name(SipUri uri)
    {
        var name = uri.Scheme == SipScheme.Tel ? Text.Of(uri.User) : $"{Text.Of(uri.User)}@{uri.HostText}";
        return name.Length > MaxNameLength ? name[..MaxNameLength] : name;
    }
}
