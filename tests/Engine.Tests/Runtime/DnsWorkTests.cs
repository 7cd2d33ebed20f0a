using System.Net;
using System.Net.Sockets;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class DnsWorkTests
{
    private static readonly ActorKey Actor = new(ActorKind.Call, 1);
    private readonly ManualTime _time = new();
    private readonly RecordingBus _bus = new();
    private readonly SemaphoreSlim _answered = new(0);

    public DnsWorkTests() => _bus.Sent = _ => _answered.Release();

    [Fact]
    public async Task An_answer_has_the_effects_id_and_the_questions_tag_and_port()
    {
        using var work = Work((_, _) => Task.FromResult<IPAddress[]>([IPAddress.IPv6Loopback, IPAddress.Loopback]));

        await work.Start(Item());

        var envelope = await Answer();
        Assert.Equal((Actor, new InputId(7), EnvelopeKind.Answer), (envelope.Actor, envelope.Id, envelope.Kind));
        var answer = Assert.IsType<DnsAnswer>(envelope.Payload);
        Assert.Equal("tag", answer.Tag);
        Assert.Equal(["[::1]:5070", "127.0.0.1:5070"], answer.Addresses.Select(a => a.ToString()));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_has_no_addresses()
    {
        using var work = Work((_, _) => Task.FromException<IPAddress[]>(new SocketException()));

        await work.Start(Item());

        Assert.Empty(Assert.IsType<DnsAnswer>((await Answer()).Payload).Addresses);
    }

    [Fact]
    public async Task A_name_that_takes_two_seconds_has_no_addresses()
    {
        using var work = Work((_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        await work.Start(Item());
        while (_time.TimersSet == 0) await Task.Yield();
        _time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.Empty(_bus.Envelopes);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Empty(Assert.IsType<DnsAnswer>((await Answer()).Payload).Addresses);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    public async Task A_name_has_at_most_16_addresses(int found)
    {
        using var work = Work((_, _) => Task.FromResult(Enumerable.Repeat(IPAddress.Loopback, found).ToArray()));

        await work.Start(Item());

        Assert.Equal(16, Assert.IsType<DnsAnswer>((await Answer()).Payload).Addresses.Length);
    }

    [Fact]
    public async Task Names_being_resolved_and_waiting_are_bounded()
    {
        var gate = new TaskCompletionSource<IPAddress[]>();
        using var work = Work((_, _) => gate.Task, new RuntimeLimits { MaxDnsRunning = 1, MaxDnsWaiting = 1 });

        Assert.Equal(BusResult.Sent, await work.Start(Item()));
        Assert.Equal(BusResult.Sent, await work.Start(Item()));
        Assert.Equal(BusResult.Full, await work.Start(Item()));
        gate.SetResult([]);
        await Answer();
        await Answer();

        Assert.Equal(BusResult.Sent, await work.Start(Item()));
        await Answer();
    }

    [Fact]
    public async Task Other_work_is_refused()
    {
        using var work = Work((_, _) => Task.FromResult<IPAddress[]>([]));

        Assert.Equal(BusResult.Fatal, await work.Start(new WorkItem(Actor, default, new Schedule(default))));
    }

    private DnsWork Work(Func<string, CancellationToken, Task<IPAddress[]>> resolve, RuntimeLimits? limits = null) =>
        new(_bus, _time, limits ?? RuntimeLimits.Default, resolve);

    private static WorkItem Item() =>
        new(Actor, new InputId(7), new ResolveDns("tag", "example.com", 5070, SipTransport.Udp));

    private async Task<Envelope> Answer()
    {
        Assert.True(await _answered.WaitAsync(TimeSpan.FromSeconds(20)));
        lock (_bus.Envelopes) return _bus.Envelopes[^1];
    }
}
