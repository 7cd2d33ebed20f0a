using ServerlessSip.Engine.Routing;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>What scenes with routes have in common.</summary>
internal static class Routed
{
    public const string CallId = "routed";
    public const string Session = "v=0\r\no=phone 7 1 IN IP4 192.168.0.1\r\ns=-\r\nc=IN IP4 192.168.0.1\r\nt=0 0\r\n"
        + "m=audio 4000 RTP/AVP 0\r\n";

    /// <summary>Where nobody is.</summary>
    public const string Nowhere = "sip:gone@192.168.0.99:5060";

    public static readonly TimeSpan At = TimeSpan.FromSeconds(3);

    /// <summary>The user "desk" has that route, all others ring.</summary>
    public static WorldOptions Desk(Route? route) =>
        WorldOptions.Default with { Route = user => user == "desk" ? route : Route.Continue() };

    /// <summary>The URI of the n-th phone of a scene at its address, which no domain of ours has.</summary>
    public static string Direct(int number) => $"sip:gw@192.168.0.{number}:5060";

    /// <summary>A phone of somebody else, to which calls come by its address alone.</summary>
    public static SimPhone Gateway(Scene scene) =>
        scene.Phone("gw", new PhoneTraits { ForeignDomain = "carrier.test" });

    public static CallPlan Plan(SimPhone caller, params (SimPhone Phone, Behaviour Does)[] phones) => new()
    {
        CallId = CallId,
        Caller = caller,
        Callee = "desk",
        At = At,
        CancelAfter = TimeSpan.FromMinutes(2),
        Phones = phones.ToDictionary(p => p.Phone.Number, p => p.Does),
    };

    /// <summary>The same for the legs of a bridge, which have Call-IDs of the system's.</summary>
    public static void Bridged(Scene scene, CallPlan plan)
    {
        scene.World.OwnPlan = plan;
        scene.Call(plan);
    }

    public static Behaviour Silent => new(null, 0, TimeSpan.Zero);

    /// <summary>Says nothing at all before that.</summary>
    public static Behaviour AnswersAtOnce(int afterMs) => new(null, 200, TimeSpan.FromMilliseconds(afterMs));

    public static string Text(SimPhone phone, string method) =>
        SimPhone.Text(phone.Servers.First(s => SimPhone.Text(s.Request.MethodText) == method).Request.Bytes.Span);
}
