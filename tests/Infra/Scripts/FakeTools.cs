using System.Diagnostics;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra.Scripts;

/// <summary>
/// A folder of programs that write down how they were called, in place of az and the others; a script is run with
/// these and the system's own shell tools alone.
/// </summary>
internal sealed class FakeTools : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("infra-tools-").FullName;

    private string CallsFile => Path.Combine(Folder, "calls");

    public IReadOnlyList<string> Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    /// <param name="body">Bash that sees the arguments as <c>$*</c>.</param>
    public FakeTools Add(string name, string body)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!/bin/bash\nprintf '%s\\n' \"{name} ${{*//$'\\n'/ }}\" >>'{CallsFile}'\n{body}\n");
        // Where there is no such mode there is no bash either, and the tests that come here are skipped.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public ScriptResult Run(string script, params string[] arguments) => Run(script, "", arguments);

    public ScriptResult Run(string script, string input, string[] arguments) =>
        RunFile(Clone.At(script), input, arguments);

    public ScriptResult RunFile(string path, string input = "", params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", [path, .. arguments])
        {
            WorkingDirectory = Clone.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Folder}:/usr/bin:/bin";
        start.Environment["RELAY_PREFIX"] = Folder;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ScriptResult(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
