using System.Diagnostics;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>What falls due while no process runs.</summary>
public sealed class ExpiryRestartTests
{
    [ToolFact("node", "npm")]
    public async Task A_registration_that_expired_meanwhile_is_told_within_ten_seconds_of_the_start()
    {
        await using var server = await LocalServer.StartOnTables();
        using var alice = new UdpPhone(server, "alice");
        var granted = await alice.Register(expires: 30);
        Assert.Equal(200, granted.Status);
        var expires = (await server.Api.User("alice"))
            .GetProperty("contacts")[0].GetProperty("expiresAt").GetDateTimeOffset();

        await server.Kill();
        var left = expires - DateTimeOffset.UtcNow;
        if (left > TimeSpan.Zero) await Task.Delay(left + TimeSpan.FromSeconds(1));
        await server.Restart();
        var clock = Stopwatch.StartNew();

        var events = await Patience.Until(
            () => server.Api.Events("users/alice"),
            answer => answer.GetProperty("events").EnumerateArray()
                .Any(told => told.GetProperty("type").GetString() == "unregistered"),
            "unregistered event");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.False(events.GetProperty("gap").GetBoolean());
        await server.Until("alice", "offline");
    }
}
