using System.Text.Json;
using ServerlessSip.RouteTesting;
using ServerlessSip.TestRoutes;

namespace ServerlessSip.Local.Tests.Recording;

/// <summary>Calls of a real server on loopback, recorded, and played again as tests of routes.</summary>
public sealed class RecordedCallTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Records => Path.Combine(_folder.Path, "calls");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_recorded_call_passes_with_the_same_route_and_fails_with_another()
    {
        var file = await Recorded(async live =>
        {
            await live.Register("bob");
            await live.Register("carol");
            var invite = await live.Invite("alice", "sip:hunt@sip.test");
            var bob = live.Phone("bob");
            var asked = await bob.Request("INVITE");
            await live.Send("bob", bob.Answer(asked, 180, "bob"));
            await live.Send("bob", bob.Answer(asked, 486, "bob"));
            var carol = live.Phone("carol");
            asked = await carol.Request("INVITE");
            await live.Send("carol", carol.Answer(asked, 180, "carol"));
            await live.Send("carol", carol.Answer(asked, 603, "carol"));
            var refused = await live.Phone("alice").Response(603, "2 INVITE");
            await live.Send("alice", LiveCall.OfInvite(invite, "ACK", LiveCall.To(refused)));
        });

        using var replay = SipTest.Replay<Verbs>(file);
        Assert.Equal(["bob@sip.test", "carol@sip.test"], replay.Call.Legs.Select(l => l.Who));
        replay.Call.ShouldGet(603);

        var other = Assert.Throws<SipTestException>(() => SipTest.Replay<ChangedRoutes>(file));
        Assert.Contains("live, bob@sip.test was asked and said 180 after", other.Message, StringComparison.Ordinal);
        Assert.Contains("Live: asked bob@sip.test, carol@sip.test", other.Message, StringComparison.Ordinal);
        Assert.Contains("In the test: asked carol@sip.test", other.Message, StringComparison.Ordinal);
        var none = Assert.Throws<SipTestException>(() => SipTest.Replay<Waiting>(file));
        Assert.Contains("In the test: asked nothing, the caller got", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_played()
    {
        var file = await Recorded(async live =>
        {
            await live.Register("bob");
            var invite = await live.Invite("alice", "sip:one@sip.test");
            var (alice, bob) = (live.Phone("alice"), live.Phone("bob"));
            var asked = await bob.Request("INVITE");
            await live.Send("bob", bob.Answer(asked, 180, "bob"));
            await alice.Response(180, "2 INVITE");
            await live.Send("alice", LiveCall.OfInvite(invite, "CANCEL", "<sip:one@sip.test>"));
            await live.Send("bob", bob.Answer(await bob.Request("CANCEL"), 200, "bob"));
            await live.Send("bob", bob.Answer(asked, 487, "bob"));
            await alice.Response(487, "2 INVITE");
        });

        using var replay = SipTest.Replay<Verbs>(file);
        Assert.Equal([180, 487], replay.Call.Statuses);
        Assert.True(replay.Call.At("bob@sip.test").IsCancelled);
    }

    [Fact]
    public async Task Secrets_are_not_in_the_file_and_only_its_owner_reads_it()
    {
        var file = await Recorded(async live =>
        {
            var invite = await live.Invite("alice", "sip:busy@sip.test");
            await live.Send("alice", LiveCall.OfInvite(
                invite, "ACK", LiveCall.To(await live.Phone("alice").Response(486, "2 INVITE"))));
        });

        var text = await File.ReadAllTextAsync(file);
        foreach (var secret in (string[])["Digest", "nonce", "pw-alice", "secret-token", "uthorization"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        var users = text.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement)
            .Where(l => l.TryGetProperty("user", out _)).Select(l => l.GetProperty("user").GetString());
        Assert.Equal(["alice"], users);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var replay = SipTest.Replay<Verbs>(file);
        replay.Call.ShouldGet(486);
    }

    private async Task<string> Recorded(Func<LiveCall, Task> play)
    {
        await using (var live = await LiveCall.Start(_folder.Path, Records)) await play(live);
        return Assert.Single(Directory.GetFiles(Records));
    }
}
