using System.Globalization;
using System.Text;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>What the seeds of one run came to.</summary>
internal sealed class Statistics
{
    private readonly Lock _gate = new();
    private readonly int[] _faults = new int[Enum.GetValues<Fault>().Length];
    private readonly int[] _seedsWith = new int[Enum.GetValues<Fault>().Length];
    private readonly SortedDictionary<string, int> _hits = new(StringComparer.Ordinal);
    private readonly int[] _cancels = new int[Enum.GetValues<CancelCase>().Length];
    private long _steps;
    private long _calls;
    private long _answered;
    private long _replayed;

    public int Seeds { get; private set; }
    public int FewestSteps { get; private set; } = int.MaxValue;
    public int FewestCalls { get; private set; } = int.MaxValue;
    public IReadOnlyDictionary<string, int> Hits => _hits;

    public void Add(SimWorld world)
    {
        var calls = world.Phones.Where(p => !p.IsStranger).SelectMany(p => p.Calls).ToArray();
        lock (_gate)
        {
            Seeds++;
            _steps += world.Trace.Count;
            FewestSteps = Math.Min(FewestSteps, world.Trace.Count);
            FewestCalls = Math.Min(FewestCalls, calls.Length);
            _calls += calls.Length;
            _answered += calls.Count(c => c.WasAnswered);
            _replayed += world.Watch.Replay.Compared;
            for (var i = 0; i < _faults.Length; i++)
            {
                _faults[i] += world.Chance.Happened[i];
                if (world.Chance.Happened[i] > 0) _seedsWith[i]++;
            }
            foreach (var (name, count) in world.Watch.Coverage.Hits)
                _hits[name] = _hits.GetValueOrDefault(name) + count;
            foreach (var one in Enum.GetValues<CancelCase>())
                _cancels[(int)one] += world.Watch.CancelCases[one];
        }
    }

    public int Count(CancelCase one) => _cancels[(int)one];

    /// <summary>The share of seeds in which the fault happened at least once.</summary>
    public double Share(Fault fault) => (double)_seedsWith[(int)fault] / Seeds;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seeds {Seeds}, steps {_steps} (least {FewestSteps} a seed)");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"calls {_calls} (least {FewestCalls} a seed), answered {_answered}");
        text.AppendLine(CultureInfo.InvariantCulture, $"actors decided again {_replayed}");
        foreach (var fault in Enum.GetValues<Fault>())
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"fault {fault}: {_faults[(int)fault]} times, in {Share(fault):P1} of the seeds");
        foreach (var one in Enum.GetValues<CancelCase>())
            text.AppendLine(CultureInfo.InvariantCulture, $"CANCEL {one}: {_cancels[(int)one]} times");
        foreach (var (name, count) in _hits) text.AppendLine(CultureInfo.InvariantCulture, $"{name}: {count}");
        return text.ToString();
    }
}
