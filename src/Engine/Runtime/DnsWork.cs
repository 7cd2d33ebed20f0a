using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// Resolves host names (A and AAAA) by the system's resolver, a few at a time, and sends the answers to the bus.
/// </summary>
public sealed class DnsWork : IWork, IDisposable
{
    private readonly IBus _bus;
    private readonly TimeProvider _clock;
    private readonly RuntimeLimits _limits;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly SemaphoreSlim _running;
    private int _taken;

    public DnsWork(IBus bus, TimeProvider clock, RuntimeLimits limits)
        : this(bus, clock, limits, Dns.GetHostAddressesAsync)
    {
    }

    internal DnsWork(
        IBus bus, TimeProvider clock, RuntimeLimits limits, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_bus, _clock, _limits, _resolve) = (bus, clock, limits, resolve);
        _running = new SemaphoreSlim(limits.MaxDnsRunning);
    }

    public ValueTask<BusResult> Start(WorkItem item)
    {
        if (item.Effect is not ResolveDns question) return new(BusResult.Fatal);
        if (Interlocked.Increment(ref _taken) > _limits.MaxDnsRunning + _limits.MaxDnsWaiting)
        {
            Interlocked.Decrement(ref _taken);
            return new(BusResult.Full);
        }
        _ = Task.Run(() => Work(item, question));
        return new(BusResult.Sent);
    }

    public void Dispose() => _running.Dispose();

    private async Task Work(WorkItem item, ResolveDns question)
    {
        await _running.WaitAsync();
        ImmutableArray<IPEndPoint> addresses;
        try
        {
            addresses = await Resolve(question);
        }
        finally
        {
            _running.Release();
            Interlocked.Decrement(ref _taken);
        }
        var answer = new DnsAnswer(question.Tag, addresses);
        await Answers.Send(
            _bus, _clock, _limits, Answers.Envelope(item.Actor, item.Id, answer, _clock.GetUtcNow()));
    }

    private async Task<ImmutableArray<IPEndPoint>> Resolve(ResolveDns question)
    {
        using var timeout = new CancellationTokenSource(_limits.DnsTimeout, _clock);
        try
        {
            var found = await _resolve(question.Host, timeout.Token).WaitAsync(timeout.Token);
            return [.. found.Take(_limits.MaxDnsAddresses).Select(a => new IPEndPoint(a, question.Port))];
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ArgumentException)
        {
            // No such name, no answer in time, or no name at all: all of them mean that there is nowhere to send to.
            return [];
        }
    }
}
