using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>What to start: a program, its arguments, where and with which environment.</summary>
internal sealed record Launch(string Program, params string[] Arguments)
{
    public string? Folder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>A started program whose output lines can be waited for; killed when disposed.</summary>
internal sealed partial class ClientProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const int Sigkill = 9;
    private readonly Process _process;
    private readonly Inbox<string> _lines = new();

    private ClientProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => string.Join('\n', _lines.All);

    public static ClientProcess Start(Launch launch)
    {
        var info = new ProcessStartInfo(launch.Program, launch.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = launch.Folder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in launch.Environment) info.Environment[name] = value;
        return new ClientProcess(new Process { StartInfo = info });
    }

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for an output line that has not been waited for yet.</summary>
    public async Task<Match> Line(string pattern, TimeSpan? within = null)
    {
        var expression = new Regex(pattern);
        var line = await _lines.Take(
            expression.IsMatch, $"line /{pattern}/ from {_process.StartInfo.FileName}", within);
        return expression.Match(line);
    }

    public async Task<int> Exit(TimeSpan? within = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(within ?? Patience.Usual);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} did not end; it said:\n{Output}");
        }
        return _process.ExitCode;
    }

    public Task<int> Terminate(TimeSpan? within = null) => Signal(Sigterm, within);

    public Task<int> Kill() => Signal(Sigkill, Patience.Usual);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private Task<int> Signal(int signal, TimeSpan? within)
    {
        _ = SendSignal(_process.Id, signal);
        return Exit(within);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null) _lines.Add(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
