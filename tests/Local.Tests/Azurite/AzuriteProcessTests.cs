using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ServerlessSip.Contracts;
using ServerlessSip.Local.Azurite;
using ServerlessSip.Local.Tables;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Azurite;

/// <summary>Azurite as a child: it is started when it is missing, and keeps what it was given.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class AzuriteProcessTests(AzuriteFixture shared) : IDisposable
{
    private static readonly ActorKey Key = new(ActorKind.Call, 1);

    private readonly string _data = Directory.CreateTempSubdirectory("azurite-data-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private Task<IAsyncDisposable> Start(TableEndpoint endpoint) => AzuriteProcess.EnsureAsync(
        endpoint, new AzuriteFolders(AzuriteFixture.InstallFolder, _data), TextWriter.Null, CancellationToken.None);

    private static TableStateStore Store(TableEndpoint endpoint) =>
        AzuriteFixture.NewStore(new TableStoreOptions { Endpoint = endpoint, Table = "sip", MaxRetries = 0 });

    [ToolFact("node", "npm")]
    public async Task What_was_written_just_before_the_stop_is_there_after_the_next_start()
    {
        var endpoint = AzuriteFixture.FreeEndpoint();
        await using (await Start(endpoint))
        {
            var write = await Store(endpoint).Put(Key, new TestDocument("kept"), DocumentColumns.None, null);
            Assert.Equal(StoreStatus.Ok, write.Status);
        }
        Assert.Equal(StoreStatus.Transient, (await Store(endpoint).Get(Key)).Status);
        await using (await Start(endpoint))
            Assert.Equal(new TestDocument("kept"), (await Store(endpoint).Get(Key)).Document);
    }

    [ToolFact("node", "npm")]
    public async Task It_stops_with_its_files_written_when_whoever_started_it_is_gone()
    {
        await shared.Endpoint();
        var endpoint = AzuriteFixture.FreeEndpoint();
        var start = new ProcessStartInfo("node",
        [
            Path.Combine(AzuriteFixture.InstallFolder, "start.js"), "--location", _data,
            "--tablePort", $"{endpoint.Address.Port}", "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var azurite = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string? line;
        do line = await azurite.StandardOutput.ReadLineAsync(limit.Token);
        while (line is not null && !line.Contains("successfully started"));
        await Store(endpoint).Put(Key, new TestDocument("kept"), DocumentColumns.None, null);

        azurite.StandardInput.Close();
        await azurite.WaitForExitAsync(limit.Token);
        Assert.Contains(Key.ToString(), await File.ReadAllTextAsync(Path.Combine(_data, "__azurite_db_table__.json")));
    }

    [ToolFact("node", "npm")]
    public async Task One_that_answers_already_is_left_alone()
    {
        var running = await shared.Endpoint();
        await (await Start(running)).DisposeAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
        Assert.Equal(StoreStatus.NotFound, (await Store(running).Get(Key)).Status);
    }

    [Fact]
    public async Task An_endpoint_elsewhere_is_never_ours_to_start()
    {
        const string text = "AccountName=sip;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:9/sip";
        Assert.True(TableEndpoint.TryParse(text, out var endpoint, out _));
        await (await Start(endpoint)).DisposeAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public async Task A_port_that_something_else_holds_is_named_in_the_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var start = Start(TableEndpoint.Development(port));
        using (var client = await other.AcceptTcpClientAsync())
            await client.GetStream().WriteAsync("I am no table service\r\n\r\n"u8.ToArray());
        var error = await Assert.ThrowsAsync<AzuriteStartException>(() => start);
        Assert.Contains($"127.0.0.1:{port}", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_program_is_told_with_what_to_do()
    {
        var error = Assert.Throws<AzuriteStartException>(
            () => AzuriteInstaller.StartTool(new ProcessStartInfo("no-such-program-here")));
        Assert.Contains("no-such-program-here was not found", error.Message);
        Assert.Contains("--Store memory", error.Message);
    }
}
