using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Functions.Input;
using ServerlessSip.Hosting.Options;
using ServerlessSip.UdpRelay.Composition;

namespace ServerlessSip.AzureSurface.Suites.Relay;

public sealed class RelayHostTests : IDisposable
{
    private readonly FakeBroker _broker = new(new ManualTime());
    private readonly FakeServiceBusClient _client;
    private readonly OperationCounts _counts = new();
    private readonly BusSurroundings _around;
    private readonly FakeFunctionsHost _functions;

    public RelayHostTests()
    {
        _client = new FakeServiceBusClient(_broker);
        _around = new BusSurroundings(_counts, TimeProvider.System, NullLogger.Instance);
        var bus = new ServiceBusBus(_client, ServiceBusOptions.Default, _ => null, _around);
        var input = new SipInput(_ => new(TurnOutcome.Done), bus,
            new SessionHolds(ServiceBusOptions.Default, TimeProvider.System), _counts, NullLogger<SipInput>.Instance);
        _functions = new FakeFunctionsHost(_broker, (message, actions, session) =>
            input.Handle(message, actions, session, CancellationToken.None));
    }

    public void Dispose() => _functions.Die();

    private static IConfiguration Settings(params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Relay:Id"] = "relay-0",
            ["Sip:Listen"] = "udp:127.0.0.1:0",
            ["Sip:Domains"] = "example.com",
            ["Sip:Secret"] = "0123456789abcdef",
        };
        foreach (var (key, value) in changes) settings[key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    private RelayHost Host(RelaySettings settings) => new(settings, _client, ServiceBusOptions.Default, _around);

    private static async Task Until(Func<bool> done)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!done())
        {
            Assert.False(patience.IsCancellationRequested, "it never comes about");
            await Task.Yield();
        }
    }

    [Fact]
    public async Task It_is_ready_when_its_session_is_held_and_a_probe_came_back()
    {
        await using var host = Host(RelaySettings.Read(Settings()));
        Assert.Equal("the session of this relay is not held", host.Unreadiness);
        await host.StartAsync(CancellationToken.None);
        await Until(() => host.Unreadiness is null);
        await host.StopAsync(CancellationToken.None);
        Assert.Equal("draining", host.Unreadiness);
        Assert.True(_broker.TryLock("sip-out", "relay-0"), "the session is given up");
    }

    [Fact]
    public async Task While_it_stops_a_new_call_is_sent_elsewhere_and_the_one_that_waits_holds_it_up()
    {
        var settings = RelaySettings.Read(Settings());
        await using var host = Host(settings);
        await host.StartAsync(CancellationToken.None);
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        phone.Connect(settings.Relay.Listeners[0].EndPoint);
        await phone.SendAsync(Invite("first"));
        await Until(() => _broker.Taken.ToArray().Any(t => t.Message.Subject == "Sip"));

        using var impatient = new CancellationTokenSource();
        var stopping = host.StopAsync(impatient.Token);
        await phone.SendAsync(Invite("second"));
        string answer;
        do answer = Encoding.ASCII.GetString((await phone.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(10))).Buffer);
        while (answer.StartsWith("SIP/2.0 100", StringComparison.Ordinal));
        Assert.StartsWith("SIP/2.0 503", answer);
        Assert.Contains("Retry-After:", answer);
        Assert.False(stopping.IsCompleted);
        await impatient.CancelAsync();
        await stopping;
    }

    [Theory]
    [InlineData("Relay:Id", "Relay_0", "Relay:Id")]
    [InlineData("Relay:Id", "012345678901234567890123456789012", "Relay:Id")]
    [InlineData("Sip:Secret", "short", "Sip:Secret")]
    [InlineData("Health:Urls", "ftp://x", "Health:Urls")]
    [InlineData("Sip:Listen", "udp:0.0.0.0:5060", "Sip:Advertise")]
    public void A_wrong_setting_stops_the_start_with_one_line(string key, string value, string named)
    {
        var refused = Assert.Throws<StartRefusedException>(() => RelaySettings.Read(Settings((key, value))));
        Assert.StartsWith(named, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.DoesNotContain("short", refused.Message);
    }

    private static byte[] Invite(string callId) => Encoding.ASCII.GetBytes(
        $"INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK{callId};rport\r\n"
        + $"From: <sip:a@elsewhere.example>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: {callId}\r\n"
        + "CSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
}
