using System.Globalization;
using System.Net;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>One SIPp run: which scenario of the Sipp folder, against whom, how often and how fast.</summary>
internal sealed record SippRun(string Scenario, IPEndPoint Server)
{
    /// <summary>The scenario itself, for one that is in no file; its messages are kept.</summary>
    public string? Script { get; init; }

    /// <summary>Files beside the scenario, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public int Calls { get; init; } = 1;

    public int PerSecond { get; init; } = 10;

    public int LocalPort { get; init; } = FreePorts.Take();

    /// <summary>u1 is one UDP socket, t1 one TCP connection.</summary>
    public string Transport { get; init; } = "u1";

    /// <summary>From ACK to BYE; with losses long enough for a lost ACK to be sent again before the BYE.</summary>
    public int TalkMs { get; init; } = 200;

    /// <summary>Percent of the messages that SIPp loses on purpose.</summary>
    public int LostPercent { get; init; }

    /// <summary>The lines of the injection file, taken in turn: <c>field0;field1</c>.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public int LimitSeconds { get; init; } = 60;
}

/// <summary>What a SIPp run counted, from its own statistics.</summary>
internal sealed record SippReport(int Exit, int Succeeded, int Failed, IReadOnlyList<double> AnswerMs, string Errors)
{
    public double AnswerPercentile(double percent) =>
        AnswerMs.Order().ElementAt((int)Math.Min(AnswerMs.Count - 1, Math.Ceiling(AnswerMs.Count * percent / 100) - 1));

    public override string ToString() => $"exit {Exit}, {Succeeded} succeeded, {Failed} failed\n{Errors}";
}

/// <summary>A running SIPp.</summary>
internal sealed class Sipp : IAsyncDisposable
{
    private readonly Scratch _scratch;
    private readonly ClientProcess _process;
    private readonly SippRun _run;

    private Sipp(Scratch scratch, ClientProcess process, SippRun run)
    {
        _scratch = scratch;
        _process = process;
        _run = run;
    }

    /// <summary>What a scenario of a test's own has sent and received so far.</summary>
    public SippMessages Messages => SippMessages.Read(Path.Combine(_scratch.Path, "messages.log"));

    public static async Task<SippReport> Complete(SippRun run)
    {
        await using var sipp = Start(run);
        return await sipp.Report();
    }

    public static Sipp Start(SippRun run)
    {
        var scratch = new Scratch();
        var file = $"{run.Scenario}.xml";
        scratch.File(file, run.Script ?? File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sipp", file)));
        foreach (var (name, content) in run.Files) scratch.File(name, content);
        scratch.File("fields.csv", "SEQUENTIAL\n" + string.Join('\n', run.Fields) + "\n");
        var text = CultureInfo.InvariantCulture;
        string[] arguments =
        [
            run.Server.ToString(), "-sf", file, "-i", "127.0.0.1", "-p", run.LocalPort.ToString(text),
            "-t", run.Transport, "-m", run.Calls.ToString(text), "-r", run.PerSecond.ToString(text),
            "-d", run.TalkMs.ToString(text), "-nostdin",
            "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "1",
            "-trace_err", "-error_file", "errors.log",
            "-timeout", $"{run.LimitSeconds}s", "-timeout_error",
            .. run.Fields.Count > 0 ? (string[])["-inf", "fields.csv"] : [],
            .. run.Script is not null ? (string[])["-trace_msg", "-message_file", "messages.log"] : [],
            .. run.LostPercent > 0 ? (string[])["-lost", run.LostPercent.ToString(text)] : [],
        ];
        var launch = new Launch("sipp", arguments)
        {
            Folder = scratch.Path,
            Environment = new Dictionary<string, string> { ["TERM"] = "dumb" },
        };
        return new Sipp(scratch, ClientProcess.Start(launch), run);
    }

    /// <summary>Waits for the end and reads the statistics.</summary>
    public async Task<SippReport> Report()
    {
        var exit = await _process.Exit(TimeSpan.FromSeconds(_run.LimitSeconds + 10));
        var (names, values) = LastStatistics();
        int Count(string name) => int.Parse(values[Array.IndexOf(names, name)], CultureInfo.InvariantCulture);
        return names.Length == 0
            ? new SippReport(exit, 0, 0, [], _process.Output)
            : new SippReport(exit, Count("SuccessfulCall(C)"), Count("FailedCall(C)"), AnswerTimes(), Errors());
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _scratch.Dispose();
    }

    private (string[] Names, string[] Values) LastStatistics()
    {
        var path = Path.Combine(_scratch.Path, "stat.csv");
        if (!File.Exists(path)) return ([], []);
        var lines = File.ReadAllLines(path).Where(line => line.Length > 0).ToArray();
        return lines.Length < 2 ? ([], []) : (lines[0].Split(';'), lines[^1].Split(';'));
    }

    private List<double> AnswerTimes() =>
    [
        .. Directory.GetFiles(_scratch.Path, "*_rtt.csv").SelectMany(file => File.ReadLines(file).Skip(1))
            .Select(line => line.Split(';')).Where(parts => parts.Length > 1)
            .Select(parts => double.Parse(parts[1], CultureInfo.InvariantCulture)),
    ];

    private string Errors()
    {
        var path = Path.Combine(_scratch.Path, "errors.log");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
