using System.Diagnostics;
using System.Runtime.InteropServices;
using ServerlessSip.Local.Tables;

namespace ServerlessSip.Local.Azurite;

/// <summary>Azurite's table service as a child process, stopped when disposed.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly OutputTail _output = new();

    private AzuriteProcess(Process process)
    {
        _process = process;
        _output.Attach(process);
    }

    /// <summary>
    /// Starts Azurite when nothing answers at a local development endpoint; leaves alone what answers, and any other
    /// endpoint.
    /// </summary>
    /// <returns>What stops the Azurite that was started; nothing to stop when none was.</returns>
    /// <exception cref="AzuriteStartException">It cannot be had; the message is one line for the user.</exception>
    internal static async Task<IAsyncDisposable> EnsureAsync(
        TableEndpoint endpoint, AzuriteFolders folders, TextWriter log, CancellationToken cancel)
    {
        using var probe = new AzuriteProbe();
        if (!endpoint.IsLocalDevelopment || await probe.AnswersAsync(endpoint, cancel)) return NothingToStop.Instance;

        await AzuriteInstaller.EnsureAsync(folders.Install, log, cancel);
        Directory.CreateDirectory(folders.Data);
        var azurite = new AzuriteProcess(AzuriteInstaller.StartTool(StartInfo(endpoint.Address, folders)));
        try
        {
            await azurite.WaitUntilItAnswersAsync(probe, endpoint, cancel);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop, which writes its files, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        // Both ways, for Windows knows no SIGTERM: the end of its input stops it too.
        if (!OperatingSystem.IsWindows() && !_process.HasExited) _ = Kill(_process.Id, SigTerm);
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private async Task WaitUntilItAnswersAsync(AzuriteProbe probe, TableEndpoint endpoint, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (!await probe.AnswersAsync(endpoint, cancel))
        {
            if (_process.HasExited)
                throw new AzuriteStartException($"Azurite ended with code {_process.ExitCode}: {_output}");
            if (waited.Elapsed > StartTimeout)
                throw new AzuriteStartException($"Azurite is silent for {StartTimeout.TotalSeconds} s: {_output}");
            await Task.Delay(ProbePause, cancel);
        }
    }

    private static ProcessStartInfo StartInfo(Uri address, AzuriteFolders folders)
    {
        string[] command =
        [
            "node", Path.Combine(folders.Install, "start.js"),
            "--location", folders.Data, "--tableHost", address.Host, "--tablePort", $"{address.Port}",
            "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ];
        // A session of its own: Ctrl+C in the terminal goes to us alone (start.js ignores it where there is no setsid).
        if (File.Exists("/usr/bin/setsid")) command = ["/usr/bin/setsid", .. command];
        return new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folders.Data,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private sealed class NothingToStop : IAsyncDisposable
    {
        internal static readonly NothingToStop Instance = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
