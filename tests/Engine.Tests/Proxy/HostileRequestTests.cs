using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

public sealed class HostileRequestTests
{
    [Theory]
    [InlineData("ring%7C")]
    [InlineData("ring%7C1%7C0%7C1%7Cx")]
    [InlineData("Ring%7C1%7C0%7C1%7Cx")]
    [InlineData("leg%20")]
    [InlineData("Leg%201%20bob")]
    [InlineData("call%20from")]
    [InlineData("redirect")]
    public void A_dialled_name_is_never_taken_for_a_question_of_ours(string user)
    {
        var bench = new CallBench();
        bench.Receive(Phone.Invite(uri: $"sip:{user}@sip.test"));
        Assert.Equal(404, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Null(bench.State);
    }

    [Fact]
    public void Nor_is_it_in_a_call_that_is_known()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        string[] users = ["leg%20", "leg%20x%20y", "ring%7C1%7C0%7C1%7Cx"];
        for (var i = 0; i < users.Length; i++)
        {
            bench.Receive(Phone.Invite($"z9hG4bK{i}", uri: $"sip:{users[i]}@sip.test"));
            Assert.Equal(404, Assert.Single(bench.Sent).Message.StatusCode);
        }
    }

    [Fact]
    public void A_call_with_as_many_headers_as_may_be_is_cancelled_like_any_other()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        var lines = string.Concat(Enumerable.Repeat("X-Filler: x\r\n", 92));
        bench.Receive(Phone.Invite(lines: lines));
        var invite = Assert.Single(bench.Sent);
        Assert.True(invite.Message.HeaderCount > SipLimits.Default.MaxHeaders);
        bench.Receive(invite.Reply(180, "b"));
        bench.Receive(Phone.Cancel());
        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Message.IsRequest);
    }
}
