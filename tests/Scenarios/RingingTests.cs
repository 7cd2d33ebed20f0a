using System.Diagnostics;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Two phones of one user.</summary>
[Collection(Alone.Name)]
public sealed class RingingTests
{
    [Fact]
    public async Task Both_phones_ring_and_the_loser_gets_CANCEL()
    {
        await using var server = await LocalServer.Start();
        using var alice = new UdpPhone(server, "alice");
        using var desk = new UdpPhone(server, "bob");
        using var mobile = new UdpPhone(server, "bob");
        var (invite, atDesk, atMobile) = await Ring(alice, desk, mobile);

        await desk.Reply(atDesk, 200, "desk");
        Assert.Equal(200, (await alice.Final(invite)).Status);

        var cancel = await mobile.Request("CANCEL");
        Assert.Equal(atMobile["Via"].Split(';').Single(part => part.StartsWith("branch=", StringComparison.Ordinal)),
            cancel["Via"].Split(';').Single(part => part.StartsWith("branch=", StringComparison.Ordinal)));
        await mobile.Reply(cancel, 200, "mobile");
        await mobile.Reply(atMobile, 487, "mobile");
        await mobile.Request("ACK");
    }

    [Fact]
    public async Task The_callers_CANCEL_stops_both_within_a_second_with_487()
    {
        await using var server = await LocalServer.Start();
        using var alice = new UdpPhone(server, "alice");
        using var desk = new UdpPhone(server, "bob");
        using var mobile = new UdpPhone(server, "bob");
        var (invite, atDesk, atMobile) = await Ring(alice, desk, mobile);

        var clock = Stopwatch.StartNew();
        var cancel = UdpPhone.Cancel(invite);
        await alice.Send(cancel);
        foreach (var (phone, ringing) in new[] { (desk, atDesk), (mobile, atMobile) })
        {
            await phone.Reply(await phone.Request("CANCEL"), 200);
            await phone.Reply(ringing, 487);
        }
        Assert.Equal(200, (await alice.Final(cancel)).Status);
        var final = await alice.Final(invite);
        Assert.Equal(487, final.Status);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await alice.Send(UdpPhone.Ack(invite, final));
        await desk.Request("ACK");
        await mobile.Request("ACK");
        await server.UntilNoCallIsUp(calls: 1);
    }

    private static async Task<(SipText Invite, SipText AtDesk, SipText AtMobile)> Ring(
        UdpPhone alice, UdpPhone desk, UdpPhone mobile)
    {
        Assert.Equal(200, (await desk.Register()).Status);
        Assert.Equal(200, (await mobile.Register()).Status);
        var invite = await alice.Challenged(alice.NewRequest("INVITE", desk.Address));
        await alice.Send(invite);
        var atDesk = await desk.Request("INVITE");
        var atMobile = await mobile.Request("INVITE");
        await desk.Reply(atDesk, 180, "desk");
        await mobile.Reply(atMobile, 180, "mobile");
        await alice.Provisional(invite, 180);
        return (invite, atDesk, atMobile);
    }
}
