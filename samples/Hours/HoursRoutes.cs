using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Hours;

/// <summary>Opening hours, a list of callers who always get through, and one of those who never do.</summary>
public sealed class HoursRoutes(OfficeHours hours)
{
    [SipServices]
    public static void Add(IServiceCollection services) => services.TryAddSingleton(_ => OfficeHours.Read());

    [SipRoute("INVITE", "desk@*")]
    public Route Desk(SipCall call)
    {
        var caller = $"{call.FromUser}@{call.FromHost}";
        if (OfficeHours.IsOn(hours.Unwanted, caller)) return Route.Reply(603).Because($"{caller} is not wanted");
        if (hours.IsOpen(call.Now)) return Open(call);
        if (OfficeHours.IsOn(hours.Known, caller)) return OnCall(call).Because($"closed, but {caller} is known");
        return Closed(call);
    }

    private Route Open(SipCall call) =>
        Route.Ring([.. hours.Staff.Select(s => $"{s}@{call.Host}")]).For(20.Seconds())
            .Else(Route.Reply(480, "All are talking, please call again").With("Retry-After", "60")).Because("open");

    private Route OnCall(SipCall call) =>
        Route.Ring($"{hours.OnCall}@{call.Host}").For(40.Seconds())
            .Else(Route.Reply(480, "Nobody is on call").With("Retry-After", "300"));

    private Route Closed(SipCall call)
    {
        var reply = Route.Reply(480, "Closed").Because("closed");
        return hours.UntilOpen(call.Now) is not { } wait ? reply
            : reply.With("Retry-After", ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }
}
