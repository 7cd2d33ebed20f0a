using System.Collections.Immutable;
using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

public sealed class CancelTests
{
    private static CallBench Calling(out Sent invite)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        invite = Assert.Single(bench.Sent);
        return bench;
    }

    [Fact]
    public void Cancel_after_ringing_gets_200_and_487()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel(lines: "Reason: SIP;cause=487;text=\"gone\"\r\n"));
        Assert.Equal(200, bench.Sent[0].Message.StatusCode);
        Assert.Equal(SipMethod.Cancel, bench.Sent[1].Message.Method);
        Assert.Equal(invite.Branch, bench.Sent[1].Branch);
        Assert.Equal(invite.Uri, bench.Sent[1].Uri);
        Assert.Contains("Reason: SIP;cause=487;text=\"gone\"", bench.Sent[1].Text);
        bench.Receive(invite.Reply(487, "b1"));
        Assert.Equal(487, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal("cancelled", Assert.Single(bench.Events).Data["reason"]);
    }

    [Fact]
    public void Cancel_before_a_provisional_waits_for_it()
    {
        var bench = Calling(out var invite);
        bench.Receive(Phone.Cancel());
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(invite.Reply(100));
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Sent).Message.Method);
        Assert.Empty(bench.Receive(invite.Reply(100)).Sent);
    }

    [Fact]
    public void Cancel_before_the_name_is_resolved_gets_487_at_once()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@phone.sip.test");
        bench.Receive(Phone.Invite());
        var dns = Assert.Single(bench.Effects.OfType<ResolveDns>());
        bench.Receive(Phone.Cancel());
        Assert.Equal([200, 487], bench.Sent.Select(s => s.Message.StatusCode));
        bench.Give(new DnsAnswer(dns.Tag, [new IPEndPoint(IPAddress.Loopback, 6001)]));
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void Cancel_that_crosses_a_200_changes_nothing()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(200, "b1"));
        bench.Receive(Phone.Cancel());
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal("answered", bench.State!.Status);
    }

    [Fact]
    public void A_200_that_crosses_our_cancel_still_goes_up()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel());
        bench.Receive(invite.Reply(200, "b1"));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void The_answers_to_a_cancelled_invite_and_to_its_cancel_have_one_tag()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@phone.sip.test");
        bench.Receive(Phone.Invite());
        bench.Receive(Phone.Cancel());
        var tags = bench.Sent.Select(s => System.Text.Encoding.ASCII.GetString(s.Message.ToTag)).ToArray();
        Assert.Equal(tags[0], tags[1]);
        Assert.NotEmpty(tags[0]);
    }

    [Fact]
    public void Cancel_of_nothing_gets_481()
    {
        var bench = new CallBench();
        bench.Receive(Phone.Cancel());
        Assert.Equal(481, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Null(bench.State);
    }

    [Fact]
    public void Cancel_with_a_changed_via_from_the_same_source_is_matched()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel(branch: "z9hG4bKchanged"));
        Assert.Equal(200, bench.Sent[0].Message.StatusCode);
        Assert.Equal(SipMethod.Cancel, bench.Sent[1].Message.Method);
    }

    [Fact]
    public void Cancel_with_a_changed_via_through_another_relay_is_matched()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel(branch: "z9hG4bKchanged"), CallBench.UdpFlow(5070, relay: "r2"));
        Assert.Equal(200, bench.Sent[0].Message.StatusCode);
        Assert.Equal(SipMethod.Cancel, bench.Sent[1].Message.Method);
    }

    [Fact]
    public void Cancel_with_a_changed_via_from_elsewhere_is_refused()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel(branch: "z9hG4bKchanged"), CallBench.UdpFlow(5071));
        Assert.Equal(481, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(Phone.Cancel(branch: "z9hG4bKchanged", fromTag: "other"));
        Assert.Equal(481, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_phone_that_ignores_our_cancel_is_given_up_after_64_T1()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel());
        bench.Now += bench.Settings.Limits.TransactionLife;
        bench.Give(new TimerFired());
        Assert.Equal(487, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void The_callers_487_comes_when_both_phones_have_stopped()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001", "sip:bob@127.0.0.1:6002");
        bench.Receive(Phone.Invite());
        ImmutableArray<Sent> invites = [.. bench.Sent];
        bench.Receive(invites[0].Reply(180, "b1")).Receive(invites[1].Reply(180, "b2"));
        bench.Receive(Phone.Cancel());
        Assert.Equal(2, bench.Sent.Count(s => s.Message.Method == SipMethod.Cancel && s.Message.IsRequest));
        Assert.Empty(bench.Receive(invites[0].Reply(487, "b1")).Sent);
        Assert.Equal(487, Assert.Single(bench.Receive(invites[1].Reply(487, "b2")).Sent).Message.StatusCode);
    }
}
