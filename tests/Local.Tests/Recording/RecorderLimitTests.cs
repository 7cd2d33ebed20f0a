using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Local.Options;
using ServerlessSip.Local.Recording;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Local.Tests.Recording;

public sealed class RecorderLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoppedTime _time = new();
    private ulong _inputs;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void As_many_calls_as_allowed_are_recorded_and_no_more()
    {
        var recorder = Recorder(new RecorderLimits { MaxCalls = 2 });
        for (var call = 1; call <= 3; call++) recorder.Comes(Invite(call));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_file_that_would_be_too_long_says_that_it_is_cut()
    {
        Recorder(RecorderLimits.Default).Comes(Invite(1));
        var whole = File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.Path)));
        File.Delete(Directory.GetFiles(_folder.Path)[0]);

        var recorder = Recorder(new RecorderLimits { MaxBytes = whole.Length });
        recorder.Comes(Invite(1));
        var file = Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.DoesNotContain("\"cut\"", File.ReadAllText(file), StringComparison.Ordinal);
        recorder.Comes(Invite(1));
        recorder.Comes(Invite(1));
        Assert.Contains("\"cut\"", File.ReadAllLines(file)[^1], StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(file).Length);
    }

    [Fact]
    public void An_input_that_comes_twice_is_one_line_and_other_actors_are_not_recorded()
    {
        var recorder = Recorder(RecorderLimits.Default);
        var invite = Invite(1);
        recorder.Comes(invite);
        recorder.Comes(invite);
        recorder.Comes(Invite(2, ActorKind.Location));
        Assert.Equal(2, File.ReadAllLines(Assert.Single(Directory.GetFiles(_folder.Path))).Length);
    }

    [Fact]
    public void Bodies_and_passwords_in_uris_are_left_out()
    {
        Recorder(RecorderLimits.Default).Comes(Invite(1));
        var text = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path)));
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.Contains("sip:bob@sip.test", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_and_none_is_off()
    {
        var file = _folder.Write("file", "");
        Load(file, out var error);
        Assert.Equal(
            $"Calls:Record is \"{file}\", expected a folder that exists or can be made, and can be written", error);
        Assert.Null(Load(null, out error)!.RecordDirectory);
        Assert.Equal(Path.Combine(_folder.Path, "new"), Load("new", out error)!.RecordDirectory);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "new")));
    }

    private LocalOptions? Load(string? folder, out string? told)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(folder is null ? [] : [new("Calls:Record", folder)]).Build();
        var options = OptionsLoader.Load(configuration, _folder.Path, out var error);
        told = error?.ToString();
        return options;
    }

    private CallRecorder Recorder(RecorderLimits limits) =>
        new(_folder.Path, new DomainSet(["sip.test"], []), _time, NullLogger.Instance)
        {
            Domains = ["sip.test"], Limits = limits,
        };

    private Envelope Invite(int call, ActorKind kind = ActorKind.Call) => new()
    {
        Id = InputId.FromRelay(1, ++_inputs),
        Actor = new ActorKey(kind, (UInt128)call),
        Kind = EnvelopeKind.Sip,
        Flow = new Flow
        {
            Relay = "local", Transport = SipTransport.Udp, Listener = 0, Remote = new IPEndPoint(IPAddress.Loopback, 1),
        },
        At = DateTimeOffset.UnixEpoch,
        Bytes = Encoding.UTF8.GetBytes(
            "INVITE sip:bob:hush@sip.test SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bK1\r\n"
            + "Max-Forwards: 70\r\nFrom: <sip:a@elsewhere.example>;tag=1\r\nTo: <sip:bob@sip.test>\r\n"
            + $"Call-ID: {call}\r\nCSeq: 1 INVITE\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nhush"),
    };

    /// <summary>Time stands still, so that lines are equally long.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
        public override long GetTimestamp() => 0;
    }
}
