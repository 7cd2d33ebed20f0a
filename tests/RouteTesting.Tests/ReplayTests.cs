namespace ServerlessSip.RouteTesting.Tests;

/// <summary>What can be played and what is refused; tests/Local.Tests plays what a real server recorded.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string First = """{"ms":0,"way":"call","at":"2026-03-02T08:00:00+00:00","domains":["example.com"]}""";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_caller_and_the_phones_do_what_they_did_when_they_did_it()
    {
        using var replay = Play(
            First, Invite("1"), Out("INVITE sip:ann@192.0.2.7:5062 SIP/2.0", "b1", "ann@example.com"),
            Out("INVITE sip:bob@192.0.2.8:5062 SIP/2.0", "b2", "bob@example.com"),
            Said(1000, "SIP/2.0 180 Ringing", "b1"), Caller(1001, "SIP/2.0 180 Ringing"),
            Said(3000, "SIP/2.0 100 Trying", "b2"), Caller(20_002, "SIP/2.0 480 Try later"));
        replay.Call.ShouldGet(480);
        Assert.Equal([180, 480], replay.Call.Statuses);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 20, 2, TimeSpan.Zero), replay.Test.Now);
    }

    [Theory]
    [InlineData("1", "t")]
    [InlineData("t", "1")]
    public void An_answered_call_is_hung_up_by_who_did_so(string from, string to)
    {
        var bye = Message(9000, "in", "BYE sip:x@192.0.2.9 SIP/2.0", ("b9", "live", from), "")
            .Replace("1 INVITE", "2 BYE", StringComparison.Ordinal)
            .Replace("sales@example.com>", $"sales@example.com>;tag={to}", StringComparison.Ordinal);
        using var replay = Play(
            First, Invite("1"), Out("INVITE sip:ann@192.0.2.7:5062 SIP/2.0", "b1", "ann@example.com"),
            Said(2000, "SIP/2.0 200 OK", "b1"), Caller(2001, "SIP/2.0 200 OK"), bye);
        replay.Call.ShouldBeAnsweredBy("ann@example.com");
        Assert.True(replay.Call.At("ann@example.com").IsEnded);
        Assert.Equal(from == "t", replay.Call.IsEnded);
    }

    [Fact]
    public void Another_status_is_told_with_both()
    {
        var told = Refused(First, Invite("1"), Caller(5, "SIP/2.0 486 Busy"));
        Assert.Contains(
            "the caller got something else. Live: asked nothing, the caller got 486.", told, StringComparison.Ordinal);
        Assert.Contains("In the test: asked ann@example.com", Refused(
            First, Invite("1"), Out("INVITE sip:ann@192.0.2.7 SIP/2.0", "b1", "ann@example.com"),
            Said(3, "SIP/2.0 486 Busy", "b1"), Caller(5, "SIP/2.0 486 Busy")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_held_is_refused()
    {
        Assert.EndsWith("a queue or a park slot had a hand in it", Refused(First, Invite("1"), Line("queue")));
        Assert.EndsWith("it was commanded over HTTP", Refused(First, Invite("1"), Line("command")));
        Assert.EndsWith("it was too long and is cut", Refused(First, Invite("1"), Line("cut")));
        Assert.EndsWith("it has more than one caller", Refused(First, Invite("1"), Invite("2")));
        Assert.EndsWith("nobody called", Refused(First, Line("cut")));
        Assert.EndsWith("it was bridged", Refused(
            First, Invite("1"), Out("INVITE sip:ann@192.0.2.7 SIP/2.0", "b1", "ann@example.com", "other")));
        Assert.EndsWith("a phone redirected it", Refused(
            First, Invite("1"), Out("INVITE sip:ann@192.0.2.7 SIP/2.0", "b1", "ann@example.com"),
            Said(9, "SIP/2.0 302 Moved", "b1")));
    }

    [Fact]
    public void A_file_that_is_no_recording_is_told_with_its_line()
    {
        Assert.StartsWith($"line 2 of {_path} is no line of a recording", Refused(First, "{}"));
        Assert.StartsWith($"line 1 of {_path} is no line of a recording", Refused("text"));
        Assert.EndsWith("its first line is another", Refused(Invite("1")));
    }

    private SipReplay Play(params string[] lines)
    {
        File.WriteAllLines(_path, lines);
        return SipTest.Replay<TestedRoutes>(_path, SipTestTests.Options(new TestedRoutes.Log()));
    }

    private string Refused(params string[] lines) => Assert.Throws<SipTestException>(() => Play(lines)).Message;

    private static string Line(string way) => $$"""{"ms":3,"way":"{{way}}"}""";

    private static string Invite(string tag) => Message(
        0, "in", "INVITE sip:sales@example.com SIP/2.0", ("c1", "live", tag), "");

    private static string Out(string start, string branch, string phone, string callId = "live") => Message(
        2, "out", start, (branch, callId, "1"), $"\"phone\":\"{phone}\",");

    private static string Said(int ms, string start, string branch) => Message(
        ms, "in", start, (branch, "live", "1"), "");

    private static string Caller(int ms, string start) => Message(ms, "out", start, ("c1", "live", "1"), "");

    private static string Message(
        int ms, string way, string start, (string Branch, string CallId, string Tag) ids, string more)
    {
        var (branch, callId, tag) = ids;
        var text = $"{start}\\r\\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK{branch}\\r\\nMax-Forwards: 70\\r\\n"
            + $"From: <sip:caller@elsewhere.example>;tag={tag}\\r\\nTo: <sip:sales@example.com>"
            + $"{(start.StartsWith("SIP", StringComparison.Ordinal) ? ";tag=t" : "")}\\r\\n"
            + $"Call-ID: {callId}\\r\\nCSeq: 1 INVITE\\r\\n\\r\\n";
        return $$"""{"ms":{{ms}},"way":"{{way}}",{{more}}"text":"{{text}}"}""";
    }
}
