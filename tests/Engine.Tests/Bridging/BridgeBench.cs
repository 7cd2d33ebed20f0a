using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Bridging;

/// <summary>Calls that are bridged to bob, as a route would have it.</summary>
internal static class BridgeBench
{
    public const string Target = "sip:bob@sip.test";

    public static CallBench Open(string target = Target, Func<EngineSettings, EngineSettings>? change = null)
    {
        var bench = new CallBench(change) { Before = (call, input, env) => Decide(call, input, env, target) };
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        return bench;
    }

    /// <summary>A call that rings at bob: the INVITE that he got.</summary>
    public static CallBench Calling(out Sent invite, string body = FarPhone.Sdp, string lines = "")
    {
        var bench = Open();
        bench.Receive(Invite(body, lines));
        invite = Assert.Single(bench.Sent);
        return bench;
    }

    public static string Invite(string body = FarPhone.Sdp, string lines = "", string branch = "z9hG4bKfirst")
    {
        var type = body.Length > 0 ? "Content-Type: application/sdp\r\n" : "";
        return Phone.Invite(branch, lines + type, "sip:desk@sip.test")
            .Replace("Content-Length: 0\r\n\r\n", $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>A call that is up: the phones at its two ends.</summary>
    public static CallBench Up(out FarPhone caller, out FarPhone callee)
    {
        var bench = Calling(out var invite);
        bench.Receive(FarPhone.Answer(invite, 200, "b1", FarPhone.Sdp));
        caller = FarPhone.Caller(bench.Sent.Single(s => !s.Message.IsRequest));
        callee = FarPhone.Called(invite, "b1");
        bench.Receive(caller.Request("ACK", cseq: 1));
        Assert.Empty(bench.Sent);
        return bench;
    }

    private static Decision? Decide(CallState? call, ActorEvent input, Env env, string target)
    {
        if (input is not SipReceived { Message: { IsRequest: true, ToTag.IsEmpty: true } message } received
            || message.Method is SipMethod.Cancel or SipMethod.Ack
            || (call is not null && Requests.Find(call, message, message.MethodText) is not null)
            || RequestChecks.Refusal(message, env) is not null) return null;
        var turn = Targeting.Begin(call, received, env);
        var context = Targeting.Open(turn, received, inDialog: 0);
        CallRecords.Begin(turn, message);
        turn.Replace(context with { Route = new RouteProgress { Rule = "test", Source = "test" } });
        Following.Take(turn, context.Number, Route.Bridge(target));
        return turn.Finish();
    }
}
