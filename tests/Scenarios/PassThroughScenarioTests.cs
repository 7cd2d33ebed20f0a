using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>What phones say to each other in a call goes through as it is, from either side.</summary>
[Collection(Alone.Name)]
public sealed class PassThroughScenarioTests(PassThroughScenarioTests.Server server)
    : IClassFixture<PassThroughScenarioTests.Server>
{
    private readonly string _bob = server.NewUser();

    public sealed class Server : SharedServer;

    private SippPhone Phone => SippPhone.Callee(_bob).ExpectInvite();

    private SippPhone Caller => SippPhone.Caller("alice", _bob).Invite();

    [ToolFact("sipp")]
    public async Task Re_INVITE_from_either_side_and_its_ACK()
    {
        var (held, taken) = (Media(6010, "sendonly"), Media(6012, "recvonly"));
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(Phone.Answer()
            .Hear("INVITE", SippLook.Body("m=audio 6010"), SippLook.Body("a=sendonly"))
            .Reply(200, "", taken).Hear("ACK")
            .Request("INVITE", "", held).Expect(200, "INVITE", SippLook.Body("a=recvonly")).Ack().IsHungUp());

        var seen = await cast.Play(Caller.Expect(200).Ack()
            .Request("INVITE", "", held).Expect(200, "INVITE", SippLook.Body("m=audio 6012")).Ack()
            .Hear("INVITE", SippLook.Body("a=sendonly")).Reply(200, "", taken).Hear("ACK").HangUp());

        Untouched.Request(seen.Sent("INVITE")[^1], phone.Messages.Received("INVITE")[^1]);
        Untouched.Request(phone.Messages.Sent("INVITE")[^1], seen.Received("INVITE")[^1]);
        Untouched.Response(phone.Messages.Sent("200")[1], seen.Received("200")[1]);
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_re_INVITE_that_is_refused_or_cancelled_leaves_the_call_up()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(Phone.Answer()
            .Hear("INVITE").Reply(488, "Warning: 304 127.0.0.1 \"no such media\"").Hear("ACK")
            .ExpectReinvite().Say(180).IsCancelled()
            .Request("INVITE", "", SippPhone.Sdp).Expect(491).AckFailure().Pause(50)
            .Request("INFO", "X-Up: yes").Expect(200, "INFO").IsHungUp());

        await cast.Play(Caller.Expect(200).Ack()
            .Request("INVITE", "", Media(6030, "sendrecv"))
            .Expect(488, "INVITE", SippLook.Is("Warning", "304 127.0.0.1 \"no such media\"")).AckFailure().Pause(50)
            .Request("INVITE", "", Media(6031, "sendrecv")).Expect(180).Cancel().Expect(200, "CANCEL")
            .Expect(487).AckFailure()
            .Hear("INVITE").Reply(491).Hear("ACK").Hear("INFO").Reply(200).Pause(50).HangUp());

        Assert.Equal(
            phone.Messages.Sent("INVITE").Single().Text.Tag("From"),
            phone.Messages.Received("CANCEL").Single().Text.Tag("To"));
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task BYE_in_an_early_dialog_ends_it()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(180).Hear("BYE").Reply(200).Say(487).Hear("ACK"));
        await cast.Play(Caller.Expect(180).HangUp().Expect(487).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task PRACK_and_UPDATE_before_the_answer_and_UPDATE_from_either_side_after_it()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite(SippLook.Is("Require", "100rel"))
            .Say(183, "Require: 100rel\nRSeq: 4711", Media(6020, "inactive"))
            .Hear("PRACK", SippLook.Is("RAck", "4711 2 INVITE")).Reply(200)
            .Hear("UPDATE", SippLook.Body("a=sendrecv")).Reply(200, "", Media(6022, "sendrecv"))
            .Pause(50).Request("UPDATE", "", Media(6024, "sendrecv")).Expect(200, "UPDATE")
            .Answer().Hear("UPDATE", SippLook.Is("X-Round", "2")).Reply(200).Pause(50)
            .Request("UPDATE", "X-Round: 3").Expect(200, "UPDATE").IsHungUp());

        var seen = await cast.Play(SippPhone.Caller("alice", _bob).Invite("Require: 100rel")
            .Expect(183, "INVITE", SippLook.Is("RSeq", "4711"), SippLook.Is("Require", "100rel"))
            .Request("PRACK", "RAck: 4711 2 INVITE").Expect(200, "PRACK")
            .Request("UPDATE", "", Media(6021, "sendrecv")).Expect(200, "UPDATE", SippLook.Body("m=audio 6022"))
            .Hear("UPDATE", SippLook.Body("m=audio 6024")).Reply(200, "", Media(6025, "sendrecv"))
            .Expect(200).Ack().Request("UPDATE", "X-Round: 2").Expect(200, "UPDATE")
            .Hear("UPDATE", SippLook.Is("X-Round", "3")).Reply(200).Pause(50).HangUp());

        Untouched.Response(phone.Messages.Sent("183").Single(), seen.Received("183").Single());
        Untouched.Request(seen.Sent("PRACK").Single(), phone.Messages.Received("PRACK").Single());
        Assert.All(seen.Sent("UPDATE").Zip(phone.Messages.Received("UPDATE")),
            pair => Untouched.Request(pair.First, pair.Second));
        Assert.All(phone.Messages.Sent("UPDATE").Zip(seen.Received("UPDATE")),
            pair => Untouched.Request(pair.First, pair.Second));
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task INFO_from_either_side_with_its_body()
    {
        const string tone = "Content-Type: application/dtmf-relay\nInfo-Package: dtmf";
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(Phone.Answer()
            .Hear("INFO", SippLook.Is("Info-Package", "dtmf"), SippLook.Body("Signal=5")).Reply(200).Pause(50)
            .Request("INFO", tone, "Signal=9\nDuration=90\n").Expect(200, "INFO").IsHungUp());

        var seen = await cast.Play(Caller.Expect(200).Ack()
            .Request("INFO", tone, "Signal=5\nDuration=160\n").Expect(200, "INFO")
            .Hear("INFO", SippLook.Body("Signal=9")).Reply(200).Pause(50).HangUp());

        Untouched.Request(seen.Sent("INFO").Single(), phone.Messages.Received("INFO").Single());
        Untouched.Request(phone.Messages.Sent("INFO").Single(), seen.Received("INFO").Single());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolTheory("sipp")]
    [InlineData("udp", "tcp")]
    [InlineData("tcp", "udp")]
    public async Task INFO_and_re_INVITE_from_either_side_of_a_call_between_transports(string from, string to)
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(
            Phone.Say(180).Pause(50).Answer().Hear("INFO", SippLook.Is("X-Way", "there")).Reply(200).Pause(50)
                .Request("INFO", "X-Way: back").Expect(200, "INFO")
                .Hear("INVITE").Reply(200, "", SippPhone.Sdp).Hear("ACK")
                .Request("INVITE", "", SippPhone.Sdp).Expect(200).Ack().IsHungUp(),
            transport: to);

        var seen = await cast.Play(
            SippPhone.Caller("alice", _bob).BetweenTransports().Invite().Expect(180).Expect(200).Ack()
                .Request("INFO", "X-Way: there").Expect(200, "INFO")
                .Hear("INFO", SippLook.Is("X-Way", "back")).Reply(200).Pause(50)
                .Request("INVITE", "", SippPhone.Sdp).Expect(200).Ack()
                .Hear("INVITE").Reply(200, "", SippPhone.Sdp).Hear("ACK").Pause(50).HangUp(),
            from);

        Assert.Equal(2, phone.Messages.Received("INVITE")[0].Text.All("Record-Route").Count);
        Assert.Empty(phone.Messages.Received("BYE").Single().Text.All("Route"));
        Assert.Equal(2, seen.Sent("BYE").Single().Text.Addresses("Route").Count);
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task Session_timers_with_422_and_a_refresh_from_either_side()
    {
        const string refresh = "Supported: timer\nSession-Expires: 120;refresher=uac\nMin-SE: 120";
        const string granted = "Require: timer\nSession-Expires: 120;refresher=uac";
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee(_bob)
            .ExpectInvite(SippLook.Is("Session-Expires", "60;refresher=uac"), SippLook.Is("Min-SE", "60"))
            .Say(422, "Min-SE: 120").Hear("ACK")
            .ExpectInvite(SippLook.Is("Session-Expires", "120;refresher=uac"), SippLook.Is("Min-SE", "120"))
            .Answer(granted)
            .Hear("UPDATE", SippLook.Is("Session-Expires", "120;refresher=uac")).Reply(200, granted).Pause(50)
            .Request("INVITE", refresh, SippPhone.Sdp)
            .Expect(200, "INVITE", SippLook.Is("Session-Expires", "120;refresher=uac")).Ack().IsHungUp());

        await cast.Play(SippPhone.Caller("alice", _bob)
            .Invite("Supported: timer\nSession-Expires: 60;refresher=uac\nMin-SE: 60")
            .Expect(422, "INVITE", SippLook.Is("Min-SE", "120")).AckFailure()
            .Invite(refresh)
            .Expect(200, "INVITE", SippLook.Is("Session-Expires", "120;refresher=uac"), SippLook.Is("Require", "timer"))
            .Ack().Request("UPDATE", refresh).Expect(200, "UPDATE", SippLook.Is("Require", "timer"))
            .Hear("INVITE", SippLook.Is("Session-Expires", "120;refresher=uac"), SippLook.Is("Min-SE", "120"))
            .Reply(200, granted, SippPhone.Sdp).Hear("ACK").HangUp());

        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task Early_media_from_two_forks_with_a_PRACK_to_each()
    {
        const string reliable = "Require: 100rel\nRSeq: ";
        var (one, other) = (Phone, Phone);
        await using var cast = new SippCast(server.Local);
        var phones = new[]
        {
            await cast.Waiting(one.Say(183, reliable + "11", Media(7001, "sendonly"))
                .Hear("PRACK", SippLook.Is("RAck", "11 2 INVITE")).Reply(200).Pause(300).Answer().IsHungUp()),
            await cast.Waiting(other.Pause(120).Say(183, reliable + "22", Media(7002, "sendonly"))
                .Hear("PRACK", SippLook.Is("RAck", "22 2 INVITE")).Reply(200).IsCancelled()),
        };

        var seen = await cast.Play(SippPhone.Caller("alice", _bob).Invite("Supported: 100rel")
            .InDialog(1).Expect(183, "INVITE", SippLook.Body("m=audio 7001"))
            .Request("PRACK", "RAck: 11 2 INVITE").Expect(200, "PRACK")
            .InDialog(2).Expect(183, "INVITE", SippLook.Body("m=audio 7002"))
            .Request("PRACK", "RAck: 22 2 INVITE").Expect(200, "PRACK")
            .InDialog(1).Expect(200).Ack().HangUp());

        var early = seen.Received("183");
        Assert.Equal([one.Tag, other.Tag], early.Select(message => message.Text.Tag("To")));
        Assert.All(phones.Zip(early),
            pair => Untouched.Response(pair.First.Messages.Sent("183").Single(), pair.Second));
        await server.Local.UntilCallsEnded(_bob);
    }

    private static string Media(int port, string direction) =>
        $"v=0\no=- {port} 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\n"
        + $"m=audio {port} RTP/AVP 0\na={direction}\n";
}
