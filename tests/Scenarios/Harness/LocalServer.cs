using System.Net;
using System.Reflection;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>
/// The built local host as a process of its own, on free ports, with the users alice to dave of <c>sip.test</c>.
/// </summary>
internal sealed class LocalServer : IAsyncDisposable
{
    public const string Domain = "sip.test";
    private static readonly string[] Users = ["alice", "bob", "carol", "dave"];
    private readonly Scratch _scratch = new();
    private readonly string[] _options;
    private readonly string[] _prefix;
    private ClientProcess? _process;

    private LocalServer(string[] options, string[] prefix)
    {
        TimedTests.Begin();
        _options = options;
        _prefix = prefix;
        SipPort = FreePorts.Take();
        HttpPort = FreePorts.Take();
        Api = new ServerApi(new Uri($"http://127.0.0.1:{HttpPort}/"));
    }

    public int SipPort { get; }

    public int HttpPort { get; }

    /// <summary>Azurite's; 0 with the memory store.</summary>
    public int TablesPort { get; private init; }

    public IPEndPoint Sip => new(IPAddress.Loopback, SipPort);

    public ServerApi Api { get; }

    public string Output => _process?.Output ?? "";

    public static string Metadata(string key) => typeof(LocalServer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == key).Value!;

    /// <summary>Starts with the memory store unless the options say otherwise, and waits for the ready line.</summary>
    public static Task<LocalServer> Start(params string[] options) => Start(options, []);

    /// <summary>With its state in an Azurite of its own, which it starts; the installation is the clone's.</summary>
    public static async Task<LocalServer> StartOnTables(params string[] options)
    {
        var tables = FreePorts.Take();
        var server = new LocalServer(["--Store", "azurite", "--Store:Tables", Connection(tables), .. options], [])
        {
            TablesPort = tables,
        };
        var shared = Directory.CreateDirectory(Path.Combine(Metadata("Repository"), ".local", "azurite"));
        Directory.CreateSymbolicLink(Path.Combine(server._scratch.Path, "azurite"), shared.FullName);
        await server.Launch();
        return server;
    }

    /// <summary>The same behind another program, e.g. <c>ip netns exec name</c>.</summary>
    public static async Task<LocalServer> Start(string[] options, string[] prefix)
    {
        var server = new LocalServer(options, prefix);
        await server.Launch();
        return server;
    }

    /// <summary>
    /// SIGKILL: nothing is flushed and no goodbye said. Azurite sees that it is alone, saves and goes.
    /// </summary>
    public async Task Kill()
    {
        await _process!.Kill();
        await Gone();
    }

    /// <summary>Waits until Azurite has gone after its server.</summary>
    public async Task Gone()
    {
        if (TablesPort > 0)
            await Patience.Until(() => Task.FromResult(FreePorts.IsFree(TablesPort)), free => free, "end of Azurite");
    }

    /// <summary>Waits for the process to end by its own doing.</summary>
    public Task<int> Exit(TimeSpan? within = null) => _process!.Exit(within);

    /// <summary>
    /// Starts it again in the same folder and on the same ports; options given now come after the first ones.
    /// </summary>
    public async Task Restart(params string[] options)
    {
        if (_process is not null) await _process.DisposeAsync();
        await Launch(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await StopOrKill(_process);
        Api.Dispose();
        _scratch.Dispose();
    }

    private static string Connection(int port) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1;";

    private static async Task StopOrKill(ClientProcess process)
    {
        await using var _ = process;
        try
        {
            await process.Terminate(TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            // Disposing kills it.
        }
    }

    private async Task Launch(params string[] more)
    {
        string[] command =
        [
            .. _prefix, "dotnet", Metadata("LocalHost"),
            "--Sip:Listen", $"udp:127.0.0.1:{SipPort},tcp:127.0.0.1:{SipPort}",
            "--Sip:Domains", Domain,
            "--Http:Urls", $"http://127.0.0.1:{HttpPort}",
            "--Local:Directory", _scratch.Path,
            .. Users.Select(user => $"--Users:{user}=pw-{user}"),
            .. _options.Contains("--Store") ? [] : (string[])["--Store", "memory"],
            .. _options, .. more,
        ];
        _process = ClientProcess.Start(new Launch(command[0], command[1..]) { Folder = _scratch.Path });
        var exited = _process.Exit(TimeSpan.FromMinutes(10));
        var ready = _process.Line(@"\bready in\b", _options.Contains("azurite") ? Patience.Install : Patience.Start);
        if (await Task.WhenAny(ready, exited) == exited)
            throw new InvalidOperationException($"the server ended at its start:\n{_process.Output}");
        await ready;
        _ = ready.ContinueWith(task => task.Exception, TaskScheduler.Default);
        _ = exited.ContinueWith(task => task.Exception, TaskScheduler.Default);
    }
}
