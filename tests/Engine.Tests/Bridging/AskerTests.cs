using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Routing;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;

namespace ServerlessSip.Engine.Tests.Bridging;

/// <summary>Whom the routes of a target see as their caller, where a call was asked for over HTTP.</summary>
public sealed class AskerTests
{
    [Fact]
    public void Who_asked_for_a_call_or_a_transfer_is_its_proved_caller()
    {
        var calls = new RouteBench();
        calls.Bench.Register("alice", "sip:alice@127.0.0.1:6011");
        calls.Bench.Give(JoinTests.CallCommand("sip:bob@sip.test", automatic: false));
        calls.Receive(Answer(calls.Sent.Single(), 200, "f", Sdp));
        Assert.Equal("alice", calls.Question.Caller);

        calls.Decide(Route.Ring("sip:bob@sip.test"));
        calls.Receive(Answer(calls.InviteTo(RouteBench.Bob), 200, "s", Sdp));
        calls.Receive(Answer(calls.Sent.Single(), 200, body: Sdp));
        JoinTests.Command(calls.Bench, "transfer", "bob@sip.test", "sip:ann@sip.test");
        Assert.Equal("bob", calls.Question.Caller);
    }

    [Fact]
    public void The_target_of_a_bridge_sees_the_caller_that_the_bridge_saw()
    {
        var calls = new RouteBench().Invite().Decide(Route.Bridge("sip:desk@sip.test"));
        Assert.Null(calls.Question.Caller);
    }
}
