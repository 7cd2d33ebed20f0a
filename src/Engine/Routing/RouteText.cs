using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Routing;

/// <summary>A verb in a few words, for traces, events and logs.</summary>
internal static class RouteText
{
    public static string Of(Route route)
    {
        var text = route switch
        {
            ReplyRoute reply => $"reply {reply.Status}",
            RedirectRoute redirect => $"redirect {redirect.Status} to {List(redirect.Contacts)}",
            RingRoute ring => $"ring {List(ring.Targets)}{Order(ring.Order)}",
            ForwardRoute { TrunkName: { } trunk } => $"forward over {trunk}",
            ForwardRoute forward => $"forward to {List(forward.Targets)}",
            BridgeRoute bridge => $"bridge to {bridge.Target}",
            QueueRoute queue => $"queue {queue.Name}",
            ParkRoute park => $"park {park.Slot}",
            ChallengeRoute => "challenge",
            ContinueRoute { Name: { } name } => $"continue with {name}",
            _ => "continue",
        };
        return route is TimedRoute { Seconds: { } seconds } ? $"{text} for {seconds} s" : text;
    }

    private static string Order(ForkingOrder order) => order switch
    {
        ForkingOrder.Sequential => " one after the other",
        ForkingOrder.ByQ => " by q",
        _ => "",
    };

    private static string List(ImmutableArray<string> uris) =>
        uris.Length <= 3 ? string.Join(", ", uris) : $"{string.Join(", ", uris[..3])} and {uris.Length - 3} more";
}
