using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

/// <summary>Somebody who once was called holds real tokens; they open nothing.</summary>
public sealed class OutsiderTests
{
    private static CallBench Answered(out string token)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        token = bench.Sent[0].Routes(HeaderName.RecordRoute)[0];
        bench.Receive(bench.Sent[0].Reply(200, "b1", "Contact: <sip:bob@127.0.0.1:6001>\r\n"));
        return bench;
    }

    private static int Status(CallBench bench) => Assert.Single(bench.Sent).Message.StatusCode;

    [Fact]
    public void A_token_in_Route_to_a_foreign_target_gets_403()
    {
        var bench = Answered(out var token);
        var state = bench.State;
        bench.Receive(Phone.Request(
            "INVITE", "sip:victim@elsewhere.example",
            branch: "z9hG4bKo", fromTag: "outsider", lines: $"Route: {token}\r\n"));
        Assert.Equal(403, Status(bench));
        Assert.Same(state, bench.State);
    }

    [Theory]
    [InlineData("b1")]
    [InlineData("guess")]
    public void A_token_with_any_To_tag_gets_481(string toTag)
    {
        var bench = Answered(out var token);
        bench.Receive(Phone.Request(
            "INVITE", "sip:victim@elsewhere.example", branch: "z9hG4bKo", fromTag: "outsider", toTag: toTag,
            lines: $"Route: {token}\r\n"));
        Assert.Equal(481, Status(bench));
    }

    [Fact]
    public void A_callee_inside_its_own_dialog_cannot_send_to_elsewhere()
    {
        var bench = Answered(out var token);
        bench.Receive(
            Phone.Request(
                "INVITE", "sip:victim@192.0.2.9", from: "sip:bob@sip.test", fromTag: "b1", toTag: "caller", cseq: 7,
                branch: "z9hG4bKo", lines: $"Route: {token}\r\n"),
            CallBench.UdpFlow(6001));
        Assert.Equal(403, Status(bench));
    }

    [Fact]
    public void A_further_route_inside_the_dialog_leads_nowhere()
    {
        var bench = Answered(out var token);
        bench.Receive(
            Phone.Request(
                "INVITE", "sip:mallory@127.0.0.1:5070", from: "sip:bob@sip.test",
                fromTag: "b1", toTag: "caller", cseq: 7,
                branch: "z9hG4bKo", lines: $"Route: {token}, <sip:192.0.2.9;lr>\r\n"),
            CallBench.UdpFlow(6001));
        Assert.Equal(403, Status(bench));
    }

    [Fact]
    public void A_token_as_Request_URI_leads_nowhere()
    {
        var bench = Answered(out var token);
        bench.Receive(Phone.Request("INVITE", token.Trim('<', '>'), branch: "z9hG4bKo", fromTag: "outsider"));
        Assert.Equal(404, Status(bench));
    }

    [Fact]
    public void A_strict_route_with_a_token_and_a_foreign_target_gets_403()
    {
        var bench = Answered(out var token);
        bench.Receive(Phone.Request(
            "INVITE", token.Trim('<', '>'), branch: "z9hG4bKo", fromTag: "outsider",
            lines: "Route: <sip:victim@elsewhere.example>\r\n"));
        Assert.Equal(403, Status(bench));
    }
}
