using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;

namespace ServerlessSip.Simulation.Checks;

/// <summary>Every call record that was ever saved, as it was last.</summary>
internal sealed class SeenRecords
{
    private readonly Dictionary<(string CallId, string Tag), Dictionary<DateTimeOffset, CallRecord>> _seen = [];
    private readonly Dictionary<string, CallState> _last = [];

    public void Saved(ActorDocument document)
    {
        if (document.State is not CallState call) return;
        if (_last.TryGetValue(call.CallId, out var last) && last.Records == call.Records) return;
        foreach (var gone in last?.Records ?? [])
        {
            if (last!.Incarnation == call.Incarnation && !call.Records.Any(r => r.CallerTag == gone.CallerTag))
                Of(call.CallId, gone.CallerTag).Remove(gone.StartedAt);
        }
        foreach (var record in call.Records) Of(call.CallId, record.CallerTag)[record.StartedAt] = record;
        MostAtOnce = Math.Max(MostAtOnce, Twins(call));
        _last[call.CallId] = call;
    }

    /// <summary>The most records of one leg in one document; 1 is right.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyCollection<CallRecord> Records(string callId, string tag) => Of(callId, tag).Values;

    /// <summary>A call as it was saved last; null when it never was.</summary>
    public CallState? Last(string callId) => _last.GetValueOrDefault(callId);

    public int CountOf(string callId) => _seen.Where(s => s.Key.CallId == callId).Sum(s => s.Value.Count);

    private Dictionary<DateTimeOffset, CallRecord> Of(string callId, string tag)
    {
        if (!_seen.TryGetValue((callId, tag), out var records)) _seen[(callId, tag)] = records = [];
        return records;
    }

    private static int Twins(CallState call) =>
        call.Records.IsEmpty ? 0 : call.Records.GroupBy(r => r.CallerTag).Max(g => g.Count());
}
