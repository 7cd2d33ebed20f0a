using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

/// <summary>What is told again to a relay that may have been restarted.</summary>
public sealed class ReminderTests
{
    private static readonly TimeSpan Step = EngineLimits.Default.TransactionLife / 4;

    private static CallBench Calling(out Sent invite)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        invite = Assert.Single(bench.Sent);
        return bench;
    }

    private static CallBench Pass(CallBench bench, TimeSpan time)
    {
        bench.Now += time;
        return bench.Give(new TimerFired());
    }

    [Fact]
    public void A_CANCEL_that_brings_nothing_is_given_to_the_relay_again_until_64_T1()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1")).Receive(Phone.Cancel());
        var first = bench.Sent[1].Text;
        for (var i = 0; i < 3; i++)
        {
            var again = Assert.Single(Pass(bench, Step).Sent);
            Assert.Equal((first, Retransmission.NonInviteClient), (again.Text, again.Effect.Retransmission));
        }
        Assert.Equal(487, Assert.Single(Pass(bench, Step).Sent).Message.StatusCode);
        Assert.Empty(Pass(bench, Step).Sent);
    }

    [Fact]
    public void A_phone_that_answers_the_CANCEL_is_not_told_again()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1")).Receive(Phone.Cancel()).Receive(invite.Reply(487, "b1"));
        Assert.Empty(Pass(bench, Step).Sent);
    }

    [Fact]
    public void An_INVITE_whose_CANCEL_waits_for_a_provisional_is_sent_again_and_cancelled_then()
    {
        var bench = Calling(out var invite);
        bench.Receive(Phone.Cancel());
        Assert.Equal(invite.Text, Assert.Single(Pass(bench, Step).Sent).Text);
        bench.Receive(invite.Reply(180, "b1"));
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Sent, s => s.Message.IsRequest).Message.Method);
        bench.Receive(invite.Reply(487, "b1"));
        Assert.Equal(487, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void An_INVITE_that_waits_in_vain_for_a_provisional_is_given_up_after_64_T1()
    {
        var bench = Calling(out _);
        bench.Receive(Phone.Cancel());
        for (var i = 0; i < 3; i++)
            Assert.Equal(SipMethod.Invite, Assert.Single(Pass(bench, Step).Sent).Message.Method);
        Assert.Equal(487, Assert.Single(Pass(bench, Step).Sent).Message.StatusCode);
    }

    [Fact]
    public void An_INVITE_of_which_its_relay_says_nothing_is_sent_again_to_be_cancelled()
    {
        var bench = Calling(out var invite);
        var silence = EngineLimits.Default.TransactionLife + TimeSpan.FromSeconds(5);
        Assert.Equal(invite.Text, Assert.Single(Pass(bench, silence).Sent).Text);
        bench.Receive(invite.Reply(180, "b1"));
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Sent, s => s.Message.IsRequest).Message.Method);
        bench.Receive(invite.Reply(487, "b1"));
        Assert.Equal(408, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_phone_that_answers_the_INVITE_of_a_forgetful_relay_is_up()
    {
        var bench = Calling(out var invite);
        Pass(bench, EngineLimits.Default.TransactionLife + TimeSpan.FromSeconds(5));
        bench.Receive(invite.Reply(200, "b1"));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal(CallPhase.Answered, Assert.Single(bench.State!.Records).State);
    }

    [Fact]
    public void Timers_that_come_late_remind_nobody()
    {
        var bench = Calling(out var invite);
        bench.Receive(invite.Reply(180, "b1")).Receive(Phone.Cancel());
        Assert.Equal(487, Assert.Single(Pass(bench, TimeSpan.FromMinutes(5)).Sent).Message.StatusCode);
    }

    [Fact]
    public void A_MESSAGE_of_which_its_relay_says_nothing_is_not_sent_again()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("MESSAGE"));
        Assert.Empty(Pass(bench, EngineLimits.Default.TransactionLife + TimeSpan.FromSeconds(5)).Sent);
    }
}
