using System.Text;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>The responses of a leg to its other end (RFC 3261 §8.2.6, §12.1.1).</summary>
internal static class Answering
{
    /// <summary>101 to 199, without the reliability that the other leg may have (RFC 3262).</summary>
    public static void Provisional(CallTurn turn, int number, SipMessage from)
    {
        if (Find(turn.State, number) is not { IsOpen: true, IsInvite: true } context || from.StatusCode == 199) return;
        var message = Write(turn, context, from.StatusCode, from);
        turn.Effects.Add(Replies.Response(message, context.Flow, turn.Env));
        turn.Replace(context with { LastResponse = message });
        if (context.InDialog == 0) CallRecords.Ringing(turn, Legs.Get(turn, context.AnsweredBy).Record);
    }

    /// <summary>
    /// The 2xx to an INVITE, which the relay repeats until its ACK (§13.3.1.4); false when the caller waits no more.
    /// </summary>
    public static bool Success(CallTurn turn, int number, SipMessage from)
    {
        if (Find(turn.State, number) is not { IsOpen: true } context) return false;
        var leg = Legs.Get(turn, context.AnsweredBy);
        var message = Write(turn, context, from.StatusCode, from);
        turn.Effects.Add(Replies.Response(message, context.Flow, turn.Env, Retransmission.UasSuccess));
        turn.Replace(context with
        {
            Phase = ContextPhase.Accepted,
            EndsAt = turn.Now + turn.Limits.TransactionLife,
            LastResponse = message,
            Request = null,
        });
        Legs.Set(turn, Legs.Get(turn, leg.Number) with
        {
            Phase = LegPhase.Up,
            AckAwaited = context.CSeq,
            AckBy = turn.Now + turn.Limits.TransactionLife + Forwarding.RelayGrace,
            EndBy = leg.EndBy ?? turn.Now + turn.Limits.MaxCallLife,
        });
        return true;
    }

    /// <summary>Any other final response, or one that was made up.</summary>
    public static void Final(CallTurn turn, int number, int status, SipMessage? from)
    {
        if (Find(turn.State, number) is not { IsOpen: true } context) return;
        if (from is not null && from.StatusCode == status && Crossing(status) == status)
            Replies.SendFinal(turn, context, Write(turn, context, status, from));
        // RFC 4320 §4.2.
        else if (status == 408 && !context.IsInvite) Replies.Complete(turn, context);
        else Replies.Final(turn, context, Crossing(status));
    }

    /// <summary>
    /// What the other side can do nothing with is said in its own words: credentials for one leg are never asked on the
    /// other, and the places that a redirection names are not the caller's to know.
    /// </summary>
    public static int Crossing(int status) => status switch
    {
        401 or 407 => 403,
        >= 300 and < 400 => 480,
        _ => status,
    };

    private static ResponseContext? Find(CallState call, int number)
    {
        foreach (var context in call.Contexts)
            if (context.Number == number) return context;
        return null;
    }

    private static OutgoingMessage Write(CallTurn turn, ResponseContext context, int status, SipMessage from)
    {
        var leg = Legs.Get(turn, context.AnsweredBy);
        var body = Text.Of(from.Body.Span);
        var session = Sdp.For(ref leg, body);
        Legs.Set(turn, leg);
        var request = context.Request ?? throw new InvalidOperationException("an open transaction has its request");
        var lines = new StringBuilder();
        foreach (var value in request.Values(HeaderName.RecordRoute))
            lines.Append("Record-Route: ").Append(Text.Of(value.Span)).Append("\r\n");
        if (context.IsInvite || context.Method == "UPDATE")
            lines.Append(OwnContact.Line(leg.Contact, turn.Settings.Listeners[context.Flow.Listener]));
        lines.Append(CrossingHeaders.Of(from));
        var bytes = ResponseWriter.Write(new ResponseParts
        {
            Request = request,
            StatusCode = status,
            ToTag = Text.ToBytes(leg.LocalTag),
            HeaderLines = Text.ToBytes(lines.ToString()),
            Body = Text.ToBytes(session),
        });
        return new OutgoingMessage(bytes, []);
    }
}
