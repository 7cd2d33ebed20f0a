using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Runtime.Routes;

public sealed class RouteTableTests
{
    [Fact]
    public void The_order_is_settled_and_told()
    {
        var table = Table(typeof(Office), typeof(First), typeof(Second));
        Assert.Equal(
            [
                "before 1  First",
                "before 2  Second",
                "route 1  Office.Late(late@*)   INVITE late@*, order -1",
                "route 2  Office.Late(later@*)  INVITE later@*",
                "route 3  Office.Sales          INVITE sales@*, may wait",
                "route 4  Office.Any            * *@*",
                "continuation afterBusy  Office.AfterBusy",
                "on ringing  Office.Rings",
            ],
            table.Lines);
        Assert.False(table.IsEmpty);
        Assert.True(table.Has(CallHook.Ringing));
        Assert.False(table.Has(CallHook.Ended));
    }

    [Fact]
    public void The_first_rule_that_fits_is_found_and_after_it_the_next()
    {
        var table = Table(typeof(Office));
        var first = table.Find(Subject("sip:sales@sip.test"));
        Assert.Equal(new RouteRule("Office.Sales", "C#", IsWork: true), first);
        Assert.Equal("Office.Any", table.Find(Subject("sip:sales@sip.test"), first!.Name)!.Name);
        Assert.Null(table.Find(Subject("sip:sales@sip.test"), "Office.Any"));
        Assert.Null(table.Find(Subject("sip:sales@sip.test"), "Office.AfterBusy"));
    }

    [Fact]
    public void With_middleware_every_request_is_somebodys()
    {
        Assert.Null(Table().Find(Subject("sip:sales@sip.test")));
        var table = Table(typeof(First));
        Assert.Equal("built-in", table.Find(Subject("sip:sales@sip.test"))!.Name);
        Assert.Null(table.Find(Subject("sip:sales@sip.test"), "built-in"));
    }

    [Fact]
    public void A_continuation_is_the_one_of_the_same_class_or_else_the_only_one()
    {
        var table = Table(typeof(Office), typeof(Shop));
        Assert.Equal("Office.AfterBusy", table.FindContinuation("afterBusy", "Office.Any")!.Name);
        Assert.Equal("Shop.AfterBusy", table.FindContinuation("afterBusy", "Shop.Till")!.Name);
        Assert.Equal("Shop.Closed", table.FindContinuation("closed", "Office.AfterBusy")!.Name);
        Assert.Null(table.FindContinuation("nowhere", "Shop.Till"));
    }

    [Fact]
    public void Ambiguous_rules_are_refused_with_both_names()
    {
        var fault = Assert.Throws<RouteTableException>(() => Table(typeof(Ambiguous)));
        Assert.Equal(
            ["Ambiguous.One (INVITE 1*@*) and Ambiguous.Two (INVITE *1@*) fit the same requests: "
                + "give one of them an Order"],
            fault.Faults);
    }

    [Fact]
    public void Methods_of_another_form_are_refused_all_at_once()
    {
        var fault = Assert.Throws<RouteTableException>(() => Table(typeof(Wrong), typeof(NoMiddleware)));
        Assert.Equal(
            [
                "Wrong.Text: expected Route or Task<Route> Text(SipCall), with a CancellationToken behind or not",
                "Wrong.NoCall: expected Route or Task<Route> NoCall(SipCall), with a CancellationToken behind or not",
                "Wrong.Ack: expected no ACK, CANCEL, PRACK or REGISTER: they never come to a route",
                "Wrong.Hook: expected void or Task Hook(SipCallEvent), with a CancellationToken behind or not",
                "Wrong.Space: expected a name of 1 to 64 letters, digits and . _ + -",
                "NoMiddleware: expected a class that is an ISipMiddleware",
            ],
            fault.Faults);
    }

    [Fact]
    public void Middleware_of_the_same_order_is_refused_with_both_names()
    {
        var fault = Assert.Throws<RouteTableException>(() => Table(typeof(First), typeof(AlsoFirst)));
        Assert.Equal(["AlsoFirst and First have the same order 1: which comes first?"], fault.Faults);
    }

    [Fact]
    public void An_assembly_adds_the_services_that_its_routes_want()
    {
        var services = new ServiceCollection();
        RouteTable.AddServices(typeof(Office).Assembly, services);
        Assert.Contains(services, s => s.ServiceType == typeof(Version));
    }

    private static RouteTable Table(params Type[] types) =>
        RouteTable.Of(types, new PlainServices(new ServiceCollection()));

    private static RouteSubject Subject(string uri)
    {
        Assert.True(SipMessage.TryParse(
            Encoding.ASCII.GetBytes(Phone.Request("INVITE", uri)), out var message, out _));
        return new RouteSubject(message!, message!.RequestUri!, IsServed: true);
    }

    private sealed class Office
    {
        [SipServices]
        public static void Add(IServiceCollection services) => services.AddSingleton(new Version(1, 0));

        [SipRoute("*", "*@*")]
        public static Route Any(SipCall call) => Route.Continue();

        [SipRoute("INVITE", "sales@*")]
        public static Task<Route> Sales(SipCall call, CancellationToken cancel) =>
            Task.FromResult<Route>(Route.Continue());

        [SipRoute("INVITE", "later@*")]
        [SipRoute("INVITE", "late@*", Order = -1)]
        public static ReplyRoute Late(SipCall call) => Route.Reply(480);

        [SipContinuation("afterBusy")]
        public static Route AfterBusy(SipCall call) => Route.Continue();

        [OnRinging]
        public static void Rings(SipCallEvent call)
        {
        }
    }

    private sealed class Shop
    {
        [SipRoute("INVITE", "till@*")]
        public static Route Till(SipCall call) => Route.Continue();

        [SipContinuation("afterBusy")]
        public static Route AfterBusy(SipCall call) => Route.Continue();

        [SipContinuation("closed")]
        public static Route Closed(SipCall call) => Route.Continue();
    }

    private sealed class Ambiguous
    {
        [SipRoute("INVITE", "1*@*")]
        public static Route One(SipCall call) => Route.Continue();

        [SipRoute("INVITE", "*1@*")]
        public static Route Two(SipCall call) => Route.Continue();

        [SipRoute("INVITE", "11*@*")]
        public static Route Three(SipCall call) => Route.Continue();

        [SipRoute("MESSAGE", "*1@*")]
        public static Route Four(SipCall call) => Route.Continue();
    }

    private sealed class Wrong
    {
        [SipRoute("INVITE", "a@*")]
        public static string Text(SipCall call) => "";

        [SipRoute("INVITE", "b@*")]
        public static Route NoCall() => Route.Continue();

        [SipRoute("ACK", "c@*")]
        public static Route Ack(SipCall call) => Route.Continue();

        [OnEnded]
        public static Route Hook(SipCallEvent call) => Route.Continue();

        [SipContinuation("a b")]
        public static Route Space(SipCall call) => Route.Continue();
    }

    [SipMiddleware(1)]
    private sealed class First : ISipMiddleware
    {
        public Route? Before(SipCall call) => null;
    }

    [SipMiddleware(1)]
    private sealed class AlsoFirst : ISipMiddleware
    {
        public Route? Before(SipCall call) => null;
    }

    [SipMiddleware(2)]
    private sealed class Second : ISipMiddleware
    {
        public Route? Before(SipCall call) => null;
    }

    [SipMiddleware(3)]
    private sealed class NoMiddleware;
}
