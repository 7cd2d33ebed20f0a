using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;

namespace ServerlessSip.Engine.Routing;

/// <summary>Tells user code what has become of a call, where somebody wants to hear of it.</summary>
internal static class RouteHooks
{
    public static void Tell(CallTurn turn, CallRecord record)
    {
        if (turn.Settings.Routing is not { } routing) return;
        Tell(turn, record, routing, record.State switch
        {
            CallPhase.Ringing => CallHook.Ringing,
            CallPhase.Answered => CallHook.Answered,
            CallPhase.Ended => CallHook.Ended,
            _ => CallHook.None,
        });
        if (record is { State: CallPhase.Ended, AnsweredAt: null, EndStatus: 487 })
            Tell(turn, record, routing, CallHook.Cancelled);
    }

    private static void Tell(CallTurn turn, CallRecord record, RoutingSettings routing, CallHook hook)
    {
        if (routing.Table.Has(hook))
            turn.Effects.Add(new TellRoutes(hook, turn.State.CallId, record, turn.State.RouteState));
    }
}
