using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Bridging;

/// <summary>Our Contact in a dialog of our own: its user is a token that leads back to the call.</summary>
internal static class OwnContact
{
    /// <summary>The line of a request that a leg of ours sends that way; null for a request that is proxied.</summary>
    public static string? Of(CallTurn turn, ResponseContext context, Hop hop) => context.AskedBy == 0
        ? null : Line(Legs.Get(turn, context.AskedBy).Contact, turn.Settings.Listeners[hop.Listener]);

    public static string Line(string user, ListenerAddress listener)
    {
        var transport = listener.Transport == SipTransport.Udp
            ? "" : $";transport={listener.Transport.ToString().ToLowerInvariant()}";
        return $"Contact: <sip:{user}@{listener.RouteHost}{transport}>\r\n";
    }
}
