using System.Globalization;
using System.Text;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>The verbs that answer the caller.</summary>
internal static class RouteReplies
{
    public static void Reply(CallTurn turn, int number, ReplyRoute route)
    {
        var method = turn.Context(number).Request!.Method;
        // A 2xx to these makes a dialog, whose other end we are not.
        if (route.Status < 300 && method is SipMethod.Invite or SipMethod.Subscribe or SipMethod.Refer)
        {
            Following.Fail(turn, number, RouteFailure.Invalid, $"a {route.Status} to this method is a dialog");
            return;
        }
        var lines = new StringBuilder();
        foreach (var header in route.Headers) lines.Append(HeaderEdits.Line(header.Name, header.Value));
        Final(turn, number, route.Status, route.Phrase, lines.ToString());
    }

    public static void Redirect(CallTurn turn, int number, RedirectRoute route)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < route.Contacts.Length; i++)
        {
            lines.Append("Contact: <").Append(route.Contacts[i]).Append('>');
            // The first is the one to try first (RFC 3261 §8.1.3.4).
            if (route.Contacts.Length > 1)
                lines.Append(";q=").Append(((route.Contacts.Length - i) / (double)route.Contacts.Length)
                    .ToString("0.##", CultureInfo.InvariantCulture));
            lines.Append("\r\n");
        }
        Final(turn, number, route.Status, null, lines.ToString());
    }

    /// <summary>Who has proved to be one of our users and is asked again would be asked for ever.</summary>
    public static void Challenge(CallTurn turn, int number)
    {
        if (turn.Context(number).Route!.Caller is not null) Final(turn, number, 403);
        else Final(
            turn, number, 407, null, Text.Of(Challenges.Write(turn.Env, turn.Env.Self, proxy: true, stale: false)));
    }

    /// <summary>The final answer to a request that follows a route; what still rings is stopped.</summary>
    public static void Final(CallTurn turn, int number, int status, string? phrase = null, string lines = "")
    {
        var context = turn.Context(number);
        if (!context.IsOpen) return;
        lines += Traces.Warning(turn, context);
        Cancellation.CancelPending(turn, number, null);
        context = turn.Context(number);
        if (context.AskedBy != 0)
        {
            LegResponses.Final(turn, context, status, null);
            Completion.Forget(turn, number);
            return;
        }
        if (context.IsInvite)
        {
            Dialogs.Drop(turn, number);
            CallRecords.Failed(turn, context.FromTag, status);
        }
        context = Replies.WithToTag(turn, context);
        var bytes = ResponseWriter.Write(
            context.Request!, status, phrase, Text.ToBytes(context.ToTag!), Encoding.UTF8.GetBytes(lines));
        Replies.SendFinal(turn, context, new OutgoingMessage(bytes, []));
        Completion.Forget(turn, number);
    }
}
