using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>What phones need of the server to transfer calls by themselves: REFER, its NOTIFY, and Replaces.</summary>
[Collection(Alone.Name)]
public sealed class TransferScenarioTests(TransferScenarioTests.Server server)
    : IClassFixture<TransferScenarioTests.Server>
{
    private const string Refer = "Refer-To: <sip:carol@sip.test?Replaces=x%40y%3Bto-tag%3D1%3Bfrom-tag%3D2>\n"
        + "Referred-By: <sip:alice@sip.test>";
    private const string Trying = "Event: refer\nSubscription-State: active;expires=60\nContent-Type: message/sipfrag";
    private const string Done =
        "Event: refer\nSubscription-State: terminated;reason=noresource\nContent-Type: message/sipfrag";

    private readonly string _bob = server.NewUser();

    public sealed class Server : SharedServer;

    [ToolFact("sipp")]
    public async Task REFER_in_a_call_and_its_NOTIFYs_from_either_side()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(
            Asks(Transfers(SippPhone.Callee(_bob).ExpectInvite().Answer()).Pause(50)).IsHungUp());
        var seen = await cast.Play(Transfers(
            Asks(SippPhone.Caller("alice", _bob).Invite().Expect(200).Ack())).Pause(50).HangUp());

        foreach (var (from, to) in new[] { (seen, phone.Messages), (phone.Messages, seen) })
        {
            Untouched.Request(from.Sent("REFER").Single(), to.Received("REFER").Single());
            Assert.All(to.Sent("NOTIFY").Zip(from.Received("NOTIFY")),
                pair => Untouched.Request(pair.First, pair.Second));
        }
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task REFER_outside_a_call_makes_a_dialog_for_its_NOTIFYs()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(
            Notifies(SippPhone.Callee(_bob).ExpectNew("REFER").Say(202)));
        var seen = await cast.Play(
            Hears(SippPhone.Caller("alice", _bob).Ask("REFER", Refer).Expect(202, "REFER")));
        Untouched.Request(seen.Sent("REFER")[^1], phone.Messages.Received("REFER").Single());
        Assert.All(phone.Messages.Sent("NOTIFY").Zip(seen.Received("NOTIFY")),
            pair => Untouched.Request(pair.First, pair.Second));
    }

    [ToolFact("sipp")]
    public async Task INVITE_with_Replaces_names_a_call_that_is_up_and_the_phone_ends_that_one()
    {
        await using var cast = new SippCast(server.Local);
        using var bob = new UdpPhone(server.Local, _bob);
        Assert.Equal(200, (await bob.Register()).Status);
        cast.Calling(SippPhone.Caller("alice", _bob).Invite().Expect(200).Ack().IsHungUp());
        var first = await bob.Request("INVITE");
        var answered = await bob.Reply(first, 200, UdpPhone.Random());
        await bob.Request("ACK");

        var replaces = $"{first["Call-ID"]};to-tag={answered.Tag("To")};from-tag={first.Tag("From")}";
        cast.Calling(SippPhone.Caller("carol", _bob)
            .Invite($"Require: replaces\nReplaces: {replaces}").Expect(200).Ack().HangUp());
        var second = await bob.Request("INVITE");
        Assert.Equal(replaces, second["Replaces"]);
        Assert.Equal("replaces", second["Require"]);
        await bob.Reply(second, 200, UdpPhone.Random());
        await bob.Request("ACK");

        var ended = await bob.Exchange(bob.InDialog(PhoneDialog.OfCallee(first, answered["To"]), "BYE"));
        Assert.Equal(200, ended.Status);
        await bob.Reply(await bob.Request("BYE"), 200);
        await cast.AllPass();
        await server.Local.UntilCallsEnded(_bob, calls: 2);
    }

    private static SippPhone Asks(SippPhone phone) => Hears(phone.Request("REFER", Refer).Expect(202, "REFER"));

    private static SippPhone Hears(SippPhone phone) => phone
        .Hear("NOTIFY", SippLook.Is("Event", "refer"), SippLook.Body("100 Trying")).Reply(200)
        .Hear("NOTIFY", SippLook.Is("Subscription-State", "terminated;reason=noresource"), SippLook.Body("200 OK"))
        .Reply(200);

    private static SippPhone Transfers(SippPhone phone) =>
        Notifies(phone.Hear("REFER", SippLook.Is("Referred-By", "<sip:alice@sip.test>")).Reply(202));

    private static SippPhone Notifies(SippPhone phone) => phone
        .Pause(50).Request("NOTIFY", Trying, "SIP/2.0 100 Trying\n").Expect(200, "NOTIFY")
        .Pause(50).Request("NOTIFY", Done, "SIP/2.0 200 OK\n").Expect(200, "NOTIFY");
}
