using System.Text;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>
/// Requests outside a dialog, large bodies, and what the server has never heard of, go through as they are.
/// </summary>
[Collection(Alone.Name)]
public sealed class StandaloneScenarioTests(StandaloneScenarioTests.Server server)
    : IClassFixture<StandaloneScenarioTests.Server>
{
    /// <summary>With its headers below the 64 KB of a message, and below the 65,507 bytes of a datagram.</summary>
    private const int NearTheLimit = 63_000;

    private const string Odd = "X-Spaces:   two  and a tab\there \nX-Before  : colon\nX-Empty:\n"
        + "X-Quoted: \"a;b,c\\\"d\" <e>;f=\"g\"\nx-Repeated: one\nX-REPEATED: two, three\nX-Text: Grüße, 世界\n"
        + "Subject: first\ns: second";

    private readonly string _bob = server.NewUser();

    public sealed class Server : SharedServer;

    [ToolFact("sipp")]
    public async Task MESSAGE_outside_a_dialog_with_its_text_and_the_answer_with_its_own()
    {
        const string text = "Content-Type: text/plain;charset=UTF-8";
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(SippPhone.Callee(_bob)
            .ExpectNew("MESSAGE", SippLook.Is("Content-Type", "text/plain;charset=UTF-8"), SippLook.Body("Watson"))
            .Say(200, text, "coming"));
        var seen = await cast.Play(SippPhone.Caller("alice", _bob)
            .Ask("MESSAGE", text, "Watson, come here: Grüße").Expect(200, "MESSAGE", SippLook.Body("coming")));
        Passed("MESSAGE", seen, phone.Messages);
    }

    [ToolFact("sipp")]
    public async Task OPTIONS_outside_a_dialog_is_answered_by_the_phone()
    {
        const string can = "Allow: INVITE, ACK, CANCEL, BYE, FROB\nAccept: application/sdp\nSupported: replaces, x-odd";
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(SippPhone.Callee(_bob)
            .ExpectNew("OPTIONS", SippLook.Is("Accept", "application/sdp")).Say(200, can, SippPhone.Sdp));
        var seen = await cast.Play(SippPhone.Caller("alice", _bob).Ask("OPTIONS", "Accept: application/sdp")
            .Expect(200, "OPTIONS", SippLook.Is("Supported", "replaces, x-odd"), SippLook.Body("m=audio")));
        Passed("OPTIONS", seen, phone.Messages);
    }

    [ToolFact("sipp")]
    public async Task An_unknown_method_with_unknown_headers_outside_a_dialog()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(SippPhone.Callee(_bob).ExpectNew("FROBNICATE").Say(299, Odd, "{}"));
        var seen = await cast.Play(SippPhone.Caller("alice", _bob)
            .Ask("FROBNICATE", Odd, "any\n\nbody").Expect(299, "FROBNICATE"));
        var sent = seen.Sent("FROBNICATE")[^1];
        Assert.Contains("X-Before  : colon", sent.Lines);
        Assert.Contains("X-Quoted: \"a;b,c\\\"d\" <e>;f=\"g\"", sent.Lines);
        Passed("FROBNICATE", seen, phone.Messages, 299);
    }

    [ToolFact("sipp")]
    public async Task An_unknown_method_with_unknown_headers_in_a_call_from_either_side()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite().Say(199, Odd).Pause(50).Answer(Odd)
            .Hear("FROB").Reply(298, Odd).Pause(50).Request("FROB", Odd, "b").Expect(298, "FROB").IsHungUp());
        var seen = await cast.Play(SippPhone.Caller("alice", _bob).Invite(Odd).Expect(199).Expect(200).Ack()
            .Request("FROB", Odd, "a").Expect(298, "FROB").Hear("FROB").Reply(298, Odd).Pause(50).HangUp());

        Untouched.Request(seen.Sent("INVITE")[^1], phone.Messages.Received("INVITE").Single());
        Untouched.Response(phone.Messages.Sent("199").Single(), seen.Received("199").Single());
        Untouched.Response(phone.Messages.Sent("200")[0], seen.Received("200")[0]);
        Passed("FROB", seen, phone.Messages, 298);
        Passed("FROB", phone.Messages, seen, 298);
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolTheory("sipp")]
    [InlineData("udp", "udp", 1_400)]
    [InlineData("udp", "udp", NearTheLimit)]
    [InlineData("tcp", "tcp", NearTheLimit)]
    [InlineData("udp", "tcp", 20_000)]
    [InlineData("tcp", "udp", 20_000)]
    public async Task A_large_body_there_and_another_one_back(string from, string to, int bytes)
    {
        const string type = "Content-Type: text/plain";
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(
            SippPhone.Callee(_bob).ExpectNew("MESSAGE").Say(200, type, Lines('b', bytes)), transport: to);
        var seen = await cast.Play(
            SippPhone.Caller("alice", _bob).Ask("MESSAGE", type, Lines('a', bytes)).Expect(200, "MESSAGE"), from);
        Assert.Equal(bytes, phone.Messages.Received("MESSAGE").Single().Body.Length);
        Passed("MESSAGE", seen, phone.Messages);
    }

    private static void Passed(string method, SippMessages from, SippMessages to, int status = 200)
    {
        var answer = to.Sent($"{status}").Single(message => message.Text.CSeqMethod == method);
        Untouched.Request(from.Sent(method)[^1], to.Received(method).Single());
        Untouched.Response(answer, from.Received($"{status}").Single(message => message.Text.CSeqMethod == method));
    }

    /// <summary>Numbered lines, so that a part that is lost or moved is seen; LF becomes CRLF on the way out.</summary>
    private static string Lines(char letter, int bytes)
    {
        var body = new StringBuilder(bytes);
        for (var number = 0; body.Length < bytes; number++)
            body.Append(letter).Append(number.ToString("D9", System.Globalization.CultureInfo.InvariantCulture));
        return body.ToString(0, bytes);
    }
}
