using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>The verbs of tests/TestRoutes on the wire.</summary>
[Collection(Alone.Name)]
public sealed class RouteScenarioTests(RouteScenarioTests.Server server) : IClassFixture<RouteScenarioTests.Server>
{
    private readonly string _bob = server.NewUser();
    private readonly string _carol = server.NewUser();

    public sealed class Server() : SharedServer("--Routes:Assembly", LocalServer.Metadata("TestRoutes"));

    private string Ringing => $"X-Ring: {_bob}\nX-Then: {_carol}\n";

    private SippPhone Bob => SippPhone.Callee(_bob);

    private SippPhone Carol => SippPhone.Callee(_carol);

    [ToolFact("sipp")]
    public async Task Reply_answers_with_status_phrase_and_header_and_says_why()
    {
        await using var cast = new SippCast(server.Local);
        var seen = await cast.Play(SippPhone.Caller("alice", "busy").Invite()
            .Expect(486, "INVITE", SippLook.Is("X-Asked", "alice")).AckFailure());

        var answer = Assert.Single(seen.Received("SIP/2.0 486"));
        Assert.Equal("SIP/2.0 486 On another line", answer.StartLine);
        Assert.Equal("399 sip.test \"Verbs.Busy (C#): reply 486: always\"", answer.Text["Warning"]);
        var line = Assert.Single(await Why("busy@sip.test"), l => l.Rule == "Verbs.Busy");
        Assert.Equal(("C#", "reply 486", "always"), (line.Source, line.Decided, line.Reason));
    }

    [ToolFact("sipp")]
    public async Task Redirect_answers_302_with_its_contacts()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Play(SippPhone.Caller("alice", "moved").Invite()
            .Expect(302, "INVITE", SippLook.Is("Contact", "<sip:moved@elsewhere.example>;q=1")).AckFailure());
    }

    [ToolFact("sipp")]
    public async Task Ring_rings_both_with_the_headers_of_the_route_and_the_first_wins()
    {
        await using var cast = new SippCast(server.Local);
        var loser = await cast.Waiting(Bob.ExpectInvite(SippLook.Is("X-Queue", "sales")).Say(180).IsCancelled());
        var identity = SippLook.Is("P-Asserted-Identity", "\"Sales\" <sip:sales@sip.test>");
        await cast.Waiting(Carol.ExpectInvite(identity).Say(180).Pause(300).Answer().IsHungUp());
        await cast.Play(SippPhone.Caller("alice", "sales").Invite($"{Ringing}Subject: out\n")
            .Expect(180).Expect(180).Expect(200).Ack().HangUp());

        Assert.DoesNotContain("Subject", Assert.Single(loser.Messages.Received("INVITE")).Raw);
    }

    [ToolFact("sipp")]
    public async Task Ring_in_order_goes_on_after_its_seconds_and_ends_with_what_the_route_says()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Bob.ExpectInvite().Say(180).IsCancelled());
        await cast.Waiting(Carol.ExpectInvite().Say(486).Hear("ACK"));
        var seen = await cast.Play(SippPhone.Caller("alice", "hunt").Invite(Ringing)
            .Expect(180).Expect(480).AckFailure());

        Assert.Equal("SIP/2.0 480 Nobody is in", Assert.Single(seen.Received("SIP/2.0 480")).StartLine);
    }

    [ToolFact("sipp")]
    public async Task A_named_continuation_takes_over_with_what_went_before_and_the_calls_state()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Bob.ExpectInvite().Say(180).IsCancelled());
        await cast.Waiting(Carol.ExpectInvite(SippLook.Is("X-Before", "408 timeout 1"))
            .Say(180).Pause(50).Answer().IsHungUp());
        await cast.Play(SippPhone.Caller("alice", "then").Invite(Ringing)
            .Expect(180).Expect(180).Expect(200).Ack().HangUp());

        Assert.Equal(
            ["Verbs.Then", "Verbs.Then", "Verbs.Then", "Verbs.AfterFirst"],
            (await Why("then@sip.test")).Select(l => l.Rule));
    }

    [ToolFact("sipp")]
    public async Task Continue_rings_the_address_of_record()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Bob.ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        await cast.Play(SippPhone.Caller("alice", _bob).Invite().Expect(180).Expect(200).Ack().HangUp());

        Assert.Equal("as without routes", (await Why($"{_bob}@sip.test"))[0].Reason);
    }

    [ToolFact("sipp")]
    public async Task Challenge_asks_a_stranger_for_a_password_and_lets_a_user_of_ours_in()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Bob.ExpectInvite(SippLook.Is("X-Caller", "alice")).Say(180).Pause(50).Answer().IsHungUp());
        await cast.Play(SippPhone.Caller("alice", "members", "elsewhere.example").Invite(Ringing)
            .Expect(180).Expect(200).Ack().HangUp());
    }

    [ToolFact("sipp")]
    public async Task A_route_that_waits_half_a_second_rings_then()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Bob.ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        var seen = await cast.Play(SippPhone.Caller("alice", "later").Invite(Ringing)
            .Expect(180).Expect(200).Ack().HangUp());

        Assert.InRange(
            seen.Received("SIP/2.0 180")[0].At - seen.Sent("INVITE")[^1].At, TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(2));
    }

    [ToolFact("sipp")]
    public async Task CANCEL_while_a_route_waits_gets_487_at_once_and_its_token_fires_within_a_second()
    {
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Path, "seen");
        using var bob = new UdpPhone(server.Local, _bob);
        Assert.Equal(200, (await bob.Register()).Status);
        await using var cast = new SippCast(server.Local);
        var lines = $"{Ringing}X-File: {file}\n";
        var seen = await cast.Play(SippPhone.Caller("alice", "waits").Invite(lines, mayTry: false)
            .Expect(100).Pause(300).Cancel().Expect(200, "CANCEL").Expect(487).AckFailure());

        var cancel = Assert.Single(seen.Sent("CANCEL")).At;
        Assert.InRange(
            seen.Received("SIP/2.0 487").Single().At - cancel, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        var notes = await Patience.Until(
            () => Task.FromResult(File.ReadAllLines(file)), lines => lines.Length == 2, "the route's second note");
        var (asked, cancelled) = (TimeOf(notes[0], "asked"), TimeOf(notes[1], "cancelled"));
        Assert.InRange(cancelled - cancel.ToUniversalTime(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True(asked < cancelled);
        // The route went on to ring bob: too late.
        await Task.Delay(500);
        Assert.Empty(bob.Unread);
        await server.Local.UntilCallsEnded("waits");
    }

    private static DateTime TimeOf(string line, string word)
    {
        Assert.StartsWith($"{word} ", line);
        return DateTime.Parse(line[(word.Length + 1)..], null, System.Globalization.DateTimeStyles.RoundtripKind);
    }

    private async Task<List<(string Rule, string Source, string Decided, string? Reason)>> Why(string to)
    {
        var calls = await server.Local.Api.Calls();
        var call = calls.GetProperty("items").EnumerateArray().First(c => c.GetProperty("to").GetString() == to);
        var why = await server.Local.Api.Get($"calls/{call.GetProperty("key").GetString()}/why");
        return
        [
            .. why.GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("source").GetString() != "built-in")
                .Select(l => (Text(l, "rule")!, Text(l, "source")!, Text(l, "decided")!, Text(l, "reason"))),
        ];
    }

    private static string? Text(System.Text.Json.JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.GetString() : null;
}
