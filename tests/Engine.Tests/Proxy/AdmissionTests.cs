using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

public sealed class AdmissionTests
{
    [Fact]
    public void A_caller_from_our_domain_is_challenged_and_nothing_is_stored()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("INVITE", from: "sip:alice@sip.test"));
        Assert.Equal(407, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Null(bench.State);
    }

    [Theory]
    [InlineData("realm=")]
    [InlineData("realm = ")]
    [InlineData("Realm=")]
    public void The_right_password_lets_the_call_through_without_its_credentials(string realm)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("INVITE", from: "sip:alice@sip.test"));
        var line = Phone.Authorize(bench.Sent[0], "alice", "pw-alice", "INVITE", "sip:bob@sip.test");
        line = line.Replace("realm=", realm, StringComparison.Ordinal);
        bench.Receive(Phone.Request(
            "INVITE", from: "sip:alice@sip.test", branch: "z9hG4bKsecond", cseq: 2, lines: line));
        var sent = Assert.Single(bench.Sent);
        Assert.Equal("sip:bob@127.0.0.1:6001", sent.Uri);
        Assert.DoesNotContain("Proxy-Authorization", sent.Text);
        Assert.NotNull(bench.State);
    }

    [Theory]
    [InlineData(245, 256)]
    [InlineData(246, 256)]
    [InlineData(10, 21)]
    public void A_record_shows_the_beginning_of_a_long_name(int user, int shown)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("INVITE", from: $"sip:{new string('a', user)}@other.test"));
        Assert.Equal(shown, bench.State!.Records[0].From.Length);
    }

    [Fact]
    public void A_wrong_password_is_challenged_again_and_nothing_is_stored()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("INVITE", from: "sip:alice@sip.test"));
        var line = Phone.Authorize(bench.Sent[0], "alice", "guess", "INVITE", "sip:bob@sip.test");
        bench.Receive(Phone.Request(
            "INVITE", from: "sip:alice@sip.test", branch: "z9hG4bKsecond", cseq: 2, lines: line));
        Assert.Equal(407, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Null(bench.State);
    }

    [Fact]
    public void A_user_who_speaks_for_another_gets_403()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("INVITE", from: "sip:alice@sip.test"));
        var line = Phone.Authorize(bench.Sent[0], "carol", "pw-carol", "INVITE", "sip:bob@sip.test");
        bench.Receive(Phone.Request(
            "INVITE", from: "sip:alice@sip.test", branch: "z9hG4bKsecond", cseq: 2, lines: line));
        Assert.Equal(403, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Null(bench.State);
    }

    [Fact]
    public void A_foreign_caller_is_refused_when_foreign_callers_are_not_accepted()
    {
        var bench = new CallBench(s => s with { AcceptForeign = false });
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        Assert.Equal(403, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Theory]
    [InlineData("sip:bob@elsewhere.example", 403)]
    [InlineData("sip:nobody@sip.test", 404)]
    [InlineData("sip:carol@sip.test", 480)]
    [InlineData("soap.beep://192.0.2.103:3002", 416)]
    [InlineData("sip:sip.test", 404)]
    public void A_target_that_is_not_there_is_answered_without_a_trace(string uri, int status)
    {
        var bench = new CallBench();
        bench.Receive(Phone.Invite(uri: uri));
        Assert.Equal(status, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Null(bench.State);
    }

    [Fact]
    public void A_route_to_elsewhere_gets_403()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite(lines: "Route: <sip:127.0.0.1:5060;lr>, <sip:192.0.2.7;lr>\r\n"));
        Assert.Equal(403, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Null(bench.State);
    }

    [Fact]
    public void Our_own_leading_routes_are_removed_together()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite(
            lines: "Route: <sip:127.0.0.1:5060;transport=tcp;lr>\r\nRoute: <sip:sip.test;lr>\r\n"));
        Assert.Empty(Assert.Single(bench.Sent).Routes(HeaderName.Route));
    }

    [Fact]
    public void Max_Forwards_0_gets_483_and_1_goes_on_as_0()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite().Replace("Max-Forwards: 70", "Max-Forwards: 0"));
        Assert.Equal(483, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(Phone.Invite().Replace("Max-Forwards: 70", "Max-Forwards: 1"));
        Assert.Equal(0, Assert.Single(bench.Sent).Message.MaxForwards);
    }

    [Fact]
    public void An_unknown_Proxy_Require_gets_420_with_what_is_unsupported()
    {
        var bench = new CallBench();
        bench.Receive(Phone.Invite(lines: "Proxy-Require: foo, bar\r\n"));
        var sent = Assert.Single(bench.Sent);
        Assert.Equal(420, sent.Message.StatusCode);
        Assert.Contains("Unsupported: foo, bar\r\n", sent.Text);
    }

    [Fact]
    public void Options_to_the_server_gets_200()
    {
        var bench = new CallBench();
        bench.Receive(Phone.Request("OPTIONS", "sip:127.0.0.1:5060"));
        var sent = Assert.Single(bench.Sent);
        Assert.Equal(200, sent.Message.StatusCode);
        Assert.Contains("Allow: ", sent.Text);
        Assert.Null(bench.State);
    }

    [Fact]
    public void The_sixteenth_open_transaction_is_taken_and_the_seventeenth_gets_503()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        for (var i = 1; i <= 16; i++)
        {
            bench.Receive(Phone.Invite(branch: $"z9hG4bKn{i}"));
            Assert.True(Assert.Single(bench.Sent).Message.IsRequest);
        }
        var before = bench.State;
        bench.Receive(Phone.Invite(branch: "z9hG4bKn17"));
        Assert.Equal(503, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Same(before, bench.State);
    }

    [Fact]
    public void A_fifth_open_transaction_of_strangers_gets_503()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        for (var i = 1; i <= 4; i++)
            bench.Receive(Phone.Invite(branch: $"z9hG4bKs{i}"), CallBench.UdpFlow(5070, "127.0.0.9"));
        Assert.True(Assert.Single(bench.Sent).Message.IsRequest);
        bench.Receive(Phone.Invite(branch: "z9hG4bKs5"), CallBench.UdpFlow(5070, "127.0.0.9"));
        Assert.Equal(503, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(Phone.Invite(branch: "z9hG4bKown"));
        Assert.True(Assert.Single(bench.Sent).Message.IsRequest);
    }
}
