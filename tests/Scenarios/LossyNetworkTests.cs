using System.Diagnostics;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;
using ServerlessSip.Scenarios.Lossy;
using Xunit.Abstractions;

namespace ServerlessSip.Scenarios;

/// <summary>A network that loses a tenth of the messages each way, between the server and both phones.</summary>
public sealed class LossyNetworkTests(ITestOutputHelper output)
{
    private const int Calls = 200;
    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("LOSSY_SEED"), out var seed) ? seed : 20;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Two_hundred_of_two_hundred_calls_complete_at_both_ends()
    {
        await using var server = await LocalServer.Start();
        var link = new LossyLink(Seed, percent: 10);
        using var callee = new LossyPhone(
            link, server.Sip, "callee", (phone, first) => first.Method == "INVITE" ? Ringing(phone) : null);
        using var caller = new LossyPhone(link, server.Sip, "caller", (_, _) => null);
        string address;
        using (var registered = new UdpPhone(server, "bob"))
        {
            Assert.Equal(200, (await registered.Register(expires: 600, contact: callee.Contact)).Status);
            address = registered.Address;
        }

        var clock = Stopwatch.StartNew();
        var calls = await Task.WhenAll(
            Enumerable.Range(0, Calls).Select(number => Call(caller, server, address, number)));
        var acknowledged = await Eventually(() => Count(callee, call => call.HasAck));

        output.WriteLine($"{calls.Count(call => call.AnsweredAfter is not null)} of {Calls} answered and "
            + $"{calls.Count(call => call.HungUp)} hung up at the caller, {acknowledged} acknowledged and "
            + $"{Count(callee, call => call.HasBye)} hung up at the callee, in {clock.Elapsed.TotalSeconds:0} s");
        foreach (var (way, (sent, lost)) in link.Counts.OrderBy(pair => pair.Key))
        {
            output.WriteLine($"{way}: {lost} of {sent} lost");
            // What is drawn for 700 messages and more.
            Assert.InRange(100.0 * lost / sent, 7, 13);
        }
        Assert.All(calls, call => Assert.True(call is { AnsweredAfter: not null, HungUp: true }));
        Assert.Equal(Calls, callee.Calls.Count());
        Assert.All(callee.Calls, call => Assert.True(call is IncomingCall { HasAck: true, HasBye: true }));
        // The newest hundred, as many as a list has.
        var shown = Observations.Items(await server.Api.Get("call?limit=100"));
        Assert.All(shown, call => Assert.Equal("ended", Observations.State(call)));
    }

    private static async Task<OutgoingCall> Call(LossyPhone caller, LocalServer server, string callee, int number)
    {
        await Task.Delay(number * Between);
        var call = new OutgoingCall(caller, new Account("alice", server.Sip), callee, $"lossy-{number}");
        await call.Run(Talk);
        return call;
    }

    private static IncomingCall Ringing(LossyPhone phone) => new(phone, TimeSpan.FromSeconds(1));

    private static int Count(LossyPhone phone, Predicate<IncomingCall> holds) =>
        phone.Calls.OfType<IncomingCall>().Count(call => holds(call));

    /// <summary>An ACK may be lost until after the BYE: the 2xx is repeated for 32 seconds.</summary>
    private static async Task<int> Eventually(Func<int> count)
    {
        for (var left = RepeatedRequest.Life; count() < Calls && left > TimeSpan.Zero; left -= RepeatedRequest.T1)
            await Task.Delay(RepeatedRequest.T1);
        return count();
    }
}
