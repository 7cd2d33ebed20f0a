using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Routing;

/// <summary>A table of one rule for all requests, and the answers that a test gives in its place.</summary>
internal sealed class RouteBench : IRouteTable
{
    public const string Ann = "sip:ann@127.0.0.1:6010";
    public const string Bob = "sip:bob@127.0.0.1:6001";
    public const string Rule = "Test.Rule";

    public RouteBench(Func<EngineSettings, EngineSettings>? change = null)
    {
        Bench = new CallBench(s => (change ?? (x => x))(s with { Routing = new RoutingSettings { Table = this } }));
        Bench.Register("bob", Bob);
        Bench.Register("ann", Ann);
    }

    public CallBench Bench { get; }
    public List<RouteRule> Rules { get; } = [new RouteRule(Rule, "test", IsWork: false)];
    public HashSet<string> Continuations { get; } = [];
    public HashSet<CallHook> Hooks { get; } = [];

    /// <summary>Whether the rules name foreign targets, too.</summary>
    public bool Foreign { get; set; }

    public RouteQuestion Question => Assert.Single(Bench.Effects.OfType<RunRoute>()).Question;

    public IReadOnlyList<Sent> Sent => Bench.Sent;

    public int[] Statuses => [.. Sent.Where(s => !s.Message.IsRequest).Select(s => s.Message.StatusCode)];

    public string[] Rung =>
        [.. Sent.Where(s => s.Message is { IsRequest: true, Method: SipMethod.Invite }).Select(s => s.Uri)];

    public RouteRule? Find(RouteSubject subject, string? after = null)
    {
        if (!subject.IsServed && !Foreign) return null;
        var at = after is null ? 0 : Rules.FindIndex(r => r.Name == after) + 1;
        return at < Rules.Count ? Rules[at] : null;
    }

    public RouteRule? FindContinuation(string name, string rule) =>
        Continuations.Contains(name) ? Rules.Find(r => r.Name == rule) : null;

    public bool Has(CallHook hook) => Hooks.Contains(hook);

    /// <summary>An INVITE that is asked about.</summary>
    public RouteBench Invite(string lines = "")
    {
        Bench.Receive(Phone.Invite(lines: lines));
        return this;
    }

    /// <summary>Answers the question that was just asked.</summary>
    public RouteBench Decide(Route? route, RouteFailure failure = RouteFailure.None) =>
        Decide(Question, route, failure);

    public RouteBench Decide(RouteQuestion question, Route? route, RouteFailure failure = RouteFailure.None)
    {
        Bench.Give(new RouteAnswer(question.Tag, route, failure, question.Rule, question.Source));
        return this;
    }

    public RouteBench Receive(string text)
    {
        Bench.Receive(text);
        return this;
    }

    public RouteBench Wait(TimeSpan time)
    {
        Bench.Now += time;
        Bench.Give(new TimerFired());
        return this;
    }

    /// <summary>The request that rang a phone.</summary>
    public Sent InviteTo(string uri) => Sent.Single(s => s.Message.Method == SipMethod.Invite && s.Uri == uri);
}
