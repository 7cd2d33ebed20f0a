using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>
/// The caller gives up before the server knows where the call goes, or while it finds out: store and names are slow.
/// </summary>
[Collection(Alone.Name)]
public sealed class EarlyCancelScenarioTests(EarlyCancelScenarioTests.Server server)
    : IClassFixture<EarlyCancelScenarioTests.Server>
{
    private static readonly TimeSpan StoreDelay = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan DnsDelay = TimeSpan.FromMilliseconds(1500);

    private readonly string _bob = server.NewUser();

    public sealed class Server() : SharedServer(
        "--Test:StoreDelayMs", $"{StoreDelay.TotalMilliseconds}", "--Test:DnsDelayMs", $"{DnsDelay.TotalMilliseconds}");

    [ToolFact("sipp")]
    public async Task CANCEL_before_the_route_is_decided_gets_200_and_the_INVITE_487()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite().Say(180).IsCancelled());

        var seen = await cast.Play(SippPhone.Caller("alice", _bob).Invite(mayTry: false)
            .Pause(30).Cancel().Allow(100).Expect(200, "CANCEL").Allow(180).Expect(487).AckFailure());

        // Two reads lie between: the call's document and the callee's contacts.
        var cancelled = Assert.Single(seen.Sent("CANCEL")).At;
        Assert.True(phone.Messages.Received("INVITE")[0].At - cancelled > StoreDelay);
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task CANCEL_while_the_route_is_being_decided_gets_487_at_once_and_no_phone_rings()
    {
        using var phone = new UdpPhone(server.Local, _bob);
        Assert.Equal(200, (await phone.Register(contact: $"<sip:{_bob}@localhost:{phone.Port}>")).Status);
        await using var cast = new SippCast(server.Local);

        // The relay's 100 says that the INVITE is saved; its branch waits for a name.
        var seen = await cast.Play(SippPhone.Caller("alice", _bob).Invite(mayTry: false).Expect(100)
            .Cancel().Expect(200, "CANCEL").Expect(487).AckFailure());

        var refused = Assert.Single(seen.Received("487"));
        Assert.True(refused.At - seen.Sent("INVITE")[^1].At < DnsDelay);
        Assert.Equal(refused.Text.Tag("To"), Assert.Single(seen.Received("200")).Text.Tag("To"));
        await Task.Delay(DnsDelay + Patience.Silence);
        Assert.Empty(phone.Unread);
        await server.Local.UntilCallsEnded(_bob);

        // The name does lead there.
        using var alice = new UdpPhone(server.Local, "alice");
        await alice.Send(await alice.Challenged(alice.NewRequest("INVITE", phone.Address)));
        await phone.Request("INVITE");
    }
}
