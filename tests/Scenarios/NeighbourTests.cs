using System.Text.RegularExpressions;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Calls through proxies of others that stay in them by Record-Route (RFC 3261 §16).</summary>
[Collection(Alone.Name)]
public sealed class NeighbourTests
{
    /// <summary>One that a request passes: its address, and its eyes if it has any.</summary>
    private sealed record Node(string HostPort, Kamailio? Proxy = null)
    {
        public int Port => int.Parse(HostPort.Split(':')[1]);
    }

    [ToolTheory("kamailio")]
    [InlineData("127.0.0.2", null)]
    [InlineData(null, "127.0.0.3")]
    [InlineData("127.0.0.2", "127.0.0.3")]
    // As their phones: then the phones could be reached past them.
    [InlineData("127.0.0.1", "127.0.0.1")]
    public async Task ACK_re_INVITE_and_BYE_pass_record_routing_proxies_both_ways(string? atCaller, string? atCallee)
    {
        await using var server = await LocalServer.Start();
        await using var callers = atCaller is null ? null : await Kamailio.Start(atCaller, server.Sip);
        await using var callees = atCallee is null ? null : await Kamailio.Start(atCallee, server.Sip);
        using var alice = new UdpPhone(new Account("alice", callers?.EndPoint ?? server.Sip));
        using var bob = new UdpPhone(new Account("bob", callees?.EndPoint ?? server.Sip));
        await Register(bob, callees);
        List<Node> way = [new($"127.0.0.1:{alice.Port}"), Of(callers), new($"{server.Sip}"), Of(callees),
            new($"127.0.0.1:{bob.Port}")];
        way.RemoveAll(node => node.HostPort == "");

        var first = await Talk(alice, bob, callers, way);
        await HangUp(first, way, byCaller: true);
        var second = await Talk(alice, bob, callers, way);
        await HangUp(second, way, byCaller: false);
        await server.UntilNoCallIsUp(calls: 2);
    }

    [ToolTheory("kamailio")]
    [InlineData("127.0.0.2", null)]
    [InlineData(null, "127.0.0.3")]
    public async Task A_CANCEL_passes_a_record_routing_proxy(string? atCaller, string? atCallee)
    {
        await using var server = await LocalServer.Start();
        await using var callers = atCaller is null ? null : await Kamailio.Start(atCaller, server.Sip);
        await using var callees = atCallee is null ? null : await Kamailio.Start(atCallee, server.Sip);
        using var alice = new UdpPhone(new Account("alice", callers?.EndPoint ?? server.Sip));
        using var bob = new UdpPhone(new Account("bob", callees?.EndPoint ?? server.Sip));
        await Register(bob, callees);

        var ringing = await UdpRinging.Begin(alice, bob, callers?.Route);
        var cancel = UdpPhone.Cancel(ringing.Invite);
        await alice.Send(cancel);
        Assert.Equal(200, (await alice.Final(cancel)).Status);
        await bob.Reply(await bob.Arrival(cancel), 200);
        await bob.Reply(ringing.Received, 487);
        var final = await alice.Final(ringing.Invite);
        Assert.Equal(487, final.Status);
        await alice.Send(UdpPhone.Ack(ringing.Invite, final));
        await bob.Request("ACK");
        await server.UntilNoCallIsUp(calls: 1);
    }

    [ToolFact("kamailio", "baresip", "linphonec", "stdbuf")]
    public async Task Real_phones_that_know_only_their_proxies_call_each_other()
    {
        await using var server = await LocalServer.Start();
        await using var callers = await Kamailio.Start("127.0.0.2", server.Sip);
        await using var callees = await Kamailio.Start("127.0.0.3", server.Sip);
        await using var alice = await Baresip.Registered(new Account("alice", callers.EndPoint));
        await using var bob = await Baresip.Registered(
            new Account("bob", callees.EndPoint) { AnswersItself = true });
        await using var carol = await Linphone.Registered(
            new Account("carol", callees.EndPoint) { AnswersItself = true });

        await alice.Dial("sip:bob@sip.test");
        await alice.Event("CALL_ESTABLISHED");
        await bob.HangUp();
        await alice.Event("CALL_CLOSED");
        await alice.Dial("sip:carol@sip.test");
        await alice.Event("CALL_ESTABLISHED");
        await alice.HangUp();
        await carol.Line(@"\bended\b");
        await server.UntilNoCallIsUp(calls: 2);
        foreach (var proxy in new[] { callers, callees })
        {
            foreach (var method in (string[])["INVITE", "ACK", "BYE"])
                for (var call = 0; call < 2; call++) await proxy.Passes(method);
        }
    }

    private static Node Of(Kamailio? proxy) => new(proxy?.EndPoint.ToString() ?? "", proxy);

    /// <summary>RFC 3327: the callee's proxy names itself in Path, and calls to the callee come by it.</summary>
    private static async Task Register(UdpPhone bob, Kamailio? proxy)
    {
        var register = bob.NewRequest("REGISTER", $"sip:{LocalServer.Domain}", bob.Address)
            .With("Expires", "60").With("Supported", "path");
        var answer = await bob.Answered(register);
        Assert.Equal(200, answer.Status);
        Assert.Equal(proxy is null ? [] : [proxy.Route], answer.Addresses("Path"));
        if (proxy is null) return;
        Assert.Equal(bob.Port, (await proxy.Saw(register["Call-ID"], register["CSeq"])).FromPort);
        Assert.Equal(bob.Port, (await proxy.Saw(answer["Call-ID"], answer["CSeq"])).FromPort);
    }

    /// <summary>INVITE to ACK, and a re-INVITE from each side.</summary>
    private static async Task<UdpCall> Talk(UdpPhone alice, UdpPhone bob, Kamailio? callers, List<Node> way)
    {
        var call = await UdpCall.Establish(alice, bob, callers?.Route);
        Assert.Equal(way.Count - 2, call.Received.Addresses("Record-Route").Count);
        Check(call.Received, way);
        foreach (var node in way)
        {
            // The Route is the caller's own, or the callee's Path.
            if (node.Proxy is { } proxy)
                Assert.Equal(proxy.Route, Assert.Single((await SeenAt(proxy, call.Received)).Routes));
        }
        Check(call.Acknowledged, way);
        await Seen(call.Acknowledged, way);
        await ReInvite(call, way, byCaller: true);
        await ReInvite(call, way, byCaller: false);
        return call;
    }

    private static async Task ReInvite(UdpCall call, List<Node> way, bool byCaller)
    {
        var (from, dialog, to) = call.Sides(byCaller);
        var invite = from.InDialog(dialog, "INVITE", 101);
        var received = await Carry(from, invite, to, Ordered(way, byCaller));
        await to.Reply(received, 200);
        Assert.Equal(200, (await from.Final(invite)).Status);
        await Carry(from, from.InDialog(dialog, "ACK", 101), to, Ordered(way, byCaller));
    }

    private static async Task HangUp(UdpCall call, List<Node> way, bool byCaller)
    {
        var (from, dialog, to) = call.Sides(byCaller);
        var bye = from.InDialog(dialog, "BYE", 102);
        var received = await Carry(from, bye, to, Ordered(way, byCaller));
        await to.Reply(received, 200);
        Assert.Equal(200, (await from.Final(bye)).Status);
    }

    /// <summary>The request goes all the way, and by each proxy once.</summary>
    private static async Task<SipText> Carry(UdpPhone from, SipText request, UdpPhone to, List<Node> way)
    {
        await from.Send(request);
        var received = await to.Arrival(request);
        Check(received, way);
        await Seen(request, way);
        return received;
    }

    private static List<Node> Ordered(List<Node> way, bool byCaller) =>
        byCaller ? way : [.. way.AsEnumerable().Reverse()];

    /// <summary>At its end a request has its receiver's Contact, no Route, and a Via of each that it passed.</summary>
    private static void Check(SipText received, List<Node> way)
    {
        Assert.EndsWith($"@{way[^1].HostPort}", received.Uri);
        Assert.Empty(received.All("Route"));
        var passed = received.All("Via").SelectMany(value => value.Split(','))
            .Select(via => Regex.Match(via, @"SIP/2\.0/UDP ([^;]+)").Groups[1].Value);
        Assert.Equal(way.SkipLast(1).Select(node => node.HostPort).Reverse(), passed);
    }

    /// <summary>At each proxy a request in the dialog has the routes of itself and of all that come after it.</summary>
    private static async Task Seen(SipText request, List<Node> way)
    {
        for (var i = 1; i < way.Count - 1; i++)
        {
            if (way[i].Proxy is not { } proxy) continue;
            var seen = await SeenAt(proxy, request);
            Assert.Equal(way[i - 1].Port, seen.FromPort);
            Assert.EndsWith($"@{way[^1].HostPort}", seen.Uri);
            var routes = seen.Routes.Select(route => Regex.Match(route, @"<sip:(?:[^@>]*@)?([^;>]+)").Groups[1].Value);
            Assert.Equal(way[i..^1].Select(node => node.HostPort), routes);
        }
    }

    private static Task<ProxiedRequest> SeenAt(Kamailio proxy, SipText request) =>
        proxy.Saw(request["Call-ID"], request["CSeq"]);
}
