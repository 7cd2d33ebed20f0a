using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureAdapters.Clients;

namespace ServerlessSip.UdpRelay.Probing;

/// <summary><c>--probe</c>: a hundred round trips by a session of its own, and what they took.</summary>
internal static class ProbeCommand
{
    public const int Probes = 100;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <returns>0 when all came back.</returns>
    public static async Task<int> Run(IConfiguration settings, TextWriter output)
    {
        var clients = new AzureClients(settings);
        using var counts = new OperationCounts();
        var around = new BusSurroundings(counts, TimeProvider.System, NullLogger.Instance);
        await using var client = clients.ServiceBus();
        await using var bus = new ServiceBusBus(client, clients.BusOptions, static _ => null, around);
        var times = new ConcurrentBag<double>();
        var id = $"probe-{Guid.NewGuid():N}"[..24];
        var trips = new RoundTrips(bus, id, TimeProvider.System)
        {
            Measured = time => times.Add(time.TotalMilliseconds),
        };
        var inbox = new RelayInbox(client, id, commands =>
        {
            foreach (var command in commands) trips.TryTake(command);
        }, around);
        using var stop = new CancellationTokenSource();
        var receiving = inbox.RunUntil(stop.Token);
        for (var i = 0; i < Probes; i++)
        {
            await trips.Send();
            await Task.Delay(s_pause);
        }
        var end = TimeProvider.System.GetUtcNow() + s_patience;
        while (times.Count < Probes && TimeProvider.System.GetUtcNow() < end) await Task.Delay(s_pause);
        await stop.CancelAsync();
        await receiving;
        await output.WriteLineAsync(Percentiles.Line([.. times], Probes));
        return times.Count == Probes ? 0 : 1;
    }
}
