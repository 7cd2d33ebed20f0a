using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace ServerlessSip.Local.Azurite;

/// <summary>Installs exactly the Azurite of the checked-in lock file, once a folder.</summary>
internal static class AzuriteInstaller
{
    private const string LockFile = "package-lock.json";

    private static readonly string[] Files = ["package.json", LockFile, ".npmrc", "start.js"];
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Returns when the folder holds an installed Azurite.</summary>
    internal static async Task EnsureAsync(string folder, TextWriter log, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        using var _ = await FileLock.TakeAsync(Path.Combine(folder, "lock"), cancel);
        // Written after npm succeeded, so that an interrupted installation is begun anew.
        var marker = Path.Combine(folder, "installed.json");
        var wanted = await WriteFilesAsync(folder, cancel);
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, cancel) == wanted) return;

        await log.WriteLineAsync("installing Azurite (first run) …");
        await RunNpmAsync(folder, cancel);
        await File.WriteAllTextAsync(marker, wanted, cancel);
    }

    private static async Task<string> WriteFilesAsync(string folder, CancellationToken cancel)
    {
        var lockFile = "";
        foreach (var name in Files)
        {
            using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("Azurite/" + name)
                ?? throw new InvalidOperationException($"Azurite/{name} is not in the assembly");
            using var reader = new StreamReader(resource);
            var text = await reader.ReadToEndAsync(cancel);
            await WriteAsync(Path.Combine(folder, name), text, cancel);
            if (name == LockFile) lockFile = text;
        }
        return lockFile;
    }

    /// <summary>Another's Azurite may be reading the file: it is left as it is where it is right.</summary>
    private static async Task WriteAsync(string path, string text, CancellationToken cancel)
    {
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancel) == text) return;
        await File.WriteAllTextAsync(path, text, cancel);
    }

    private static async Task RunNpmAsync(string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = StartTool(start);
        npm.StandardInput.Close();
        var output = new OutputTail();
        output.Attach(npm);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(InstallTimeout);
        try
        {
            await npm.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            throw new AzuriteStartException($"npm ci took over {InstallTimeout.TotalMinutes} minutes: {output}");
        }
        if (npm.ExitCode != 0) throw new AzuriteStartException($"npm ci failed in {folder}: {output}");
    }

    /// <summary>Starts node or npm; a missing one is said in words.</summary>
    internal static Process StartTool(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new AzuriteStartException(
                $"Store: azurite needs Node.js, but {start.FileName} was not found; "
                + "expected: Node.js 20 or newer with npm, or --Store memory");
        }
    }
}
