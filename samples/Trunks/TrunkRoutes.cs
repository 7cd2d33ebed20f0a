using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Trunks;

/// <summary>Numbers that are ours ring inside, whoever calls them; all others go out over the trunks.</summary>
public sealed class TrunkRoutes(NumberPlan plan)
{
    [SipServices]
    public static void Add(IServiceCollection services) => services.TryAddSingleton(_ => NumberPlan.Read());

    [SipRoute("INVITE", "+*@*")]
    [SipRoute("INVITE", "0*@*")]
    public Route Number(SipCall call)
    {
        if (plan.International(call.User) is not { } number) return Route.Reply(484, "Address Incomplete");
        if (plan.UserOf(number) is { } user) return Route.Ring($"{user}@{call.Host}").Because("a number of ours");
        // A trunk costs money: for users who have proved their password, and no others.
        if (call.Caller is not { } caller) return Route.Challenge();
        if (plan.IsRefused(number)) return Route.Reply(403, "Not from here").Because($"{number} is refused");
        var backup = Over("backup", number, caller, call.Host);
        // A busy callee is busy over every trunk.
        return Over("main", number, caller, call.Host).On("408", backup).On("5xx", backup).On("unreachable", backup);
    }

    /// <summary>408, 5xx or no word for six seconds: the trunk's next target is tried.</summary>
    private ForwardRoute Over(string trunk, string number, string caller, string host)
    {
        var route = Route.Trunk(trunk).To(number).FailoverOn("408", "5xx").For(6.Seconds());
        return plan.Users.TryGetValue(caller, out var own) ? route.As($"sip:{own}@{host}", caller) : route;
    }
}
