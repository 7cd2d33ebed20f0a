using System.Globalization;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>
/// The back-to-back user agent (RFC 7092): who called is answered by us, and called for by us in a call of its own.
/// </summary>
internal static class Bridges
{
    /// <summary>
    /// Takes an open transaction that nothing was begun for. An INVITE gets its two legs; any other request, which
    /// makes no call, is forwarded.
    /// </summary>
    public static void Begin(CallTurn turn, int number, BridgeRoute route)
    {
        var context = turn.Context(number);
        if (context.AskedBy != 0) Again(turn, context, route);
        else if (!context.IsInvite) Following.Take(turn, number, Forwarded(turn, route));
        else if (IsMerged(turn.State, context)) Refuse(turn, context, 482);
        else if (CrossingHeaders.Unsupported(context.Request!) is { } line) Refuse(turn, context, 420, line);
        else if (!Legs.HasRoom(turn, 2)) Refuse(turn, context, 503);
        else Call(turn, Replies.WithToTag(turn, context), route);
    }

    /// <summary>The callee's leg has failed before it was up, and with it the caller's.</summary>
    public static void CalleeFailed(CallTurn turn, int number, int status, SipMessage? response)
    {
        if (IsGone(turn, number)) return;
        var context = turn.Context(number);
        var caller = context.AnsweredBy;
        // What the caller did not cancel was given up here, for want of an answer in the time of the route.
        if (status == 487) status = 408;
        if (GoesOn(turn, context, status, response)) return;
        Answering.Final(turn, number, status, response);
        Legs.Over(turn, caller);
        CallRecords.Failed(turn, Legs.Get(turn, caller).Record, Answering.Crossing(status));
    }

    /// <summary>The other end gave up a request to a leg of ours (RFC 3261 §9.2).</summary>
    public static void Cancelled(CallTurn turn, ResponseContext context, string? lines)
    {
        var leg = Legs.Get(turn, context.AnsweredBy);
        if (leg.Phase != LegPhase.Invited)
        {
            // Inside the dialog its fate is that of what was sent for it: else the two sessions would differ.
            foreach (var sent in turn.State.Contexts)
                if (sent.Serves == context.Number) Hangup.Cancel(turn, sent.Number, lines);
            return;
        }
        Replies.Final(turn, context, 487);
        CallerGone(turn, leg, 487, lines);
    }

    /// <summary>The relay has answered a request to a leg of ours by itself.</summary>
    public static void AnsweredByRelay(CallTurn turn, ResponseContext context)
    {
        var leg = Legs.Get(turn, context.AnsweredBy);
        if (leg.Phase == LegPhase.Invited) CallerGone(turn, leg, 500, null);
        else Cancelled(turn, context, null);
    }

    private static void CallerGone(CallTurn turn, Leg caller, int status, string? lines)
    {
        Legs.Over(turn, caller.Number);
        CallRecords.Failed(turn, caller.Record, status);
        Hangup.Leg(turn, caller.Other, lines);
    }

    /// <summary>Whether the route says what follows: the caller is as if it had never been bridged.</summary>
    private static bool GoesOn(CallTurn turn, ResponseContext context, int status, SipMessage? response)
    {
        if (context.Route is null) return false;
        var named = status == 408 ? RouteEvents.Timeout : response is null ? RouteEvents.Unreachable : null;
        var caller = context.AnsweredBy;
        turn.Replace(context with { AnsweredBy = 0 });
        if (Following.Next(turn, context.Number, new RouteOutcome(Answering.Crossing(status), named)))
        {
            Legs.Remove(turn, caller);
            return true;
        }
        turn.Replace(turn.Context(context.Number) with { AnsweredBy = caller });
        return false;
    }

    private static void Call(CallTurn turn, ResponseContext context, BridgeRoute route)
    {
        var request = context.Request!;
        var target = route.Target;
        var caller = Legs.Add(turn, new Leg
        {
            Number = turn.State.LastLeg + 1,
            Record = context.FromTag,
            CallId = turn.State.CallId,
            Local = Address(request.To!),
            LocalTag = context.ToTag!,
            Remote = Address(request.From!),
            Far = DialogSides.OfCaller(turn, context),
            Routes = [.. (request.RecordRoutes ?? []).Select(r => Text.Of(r.Text.Span))],
            Contact = Text.Of(turn.NextToken(TokenPurpose.Contact, context.Flow.Relay)),
            Home = context.Flow,
            Invite = context.Number,
            FarCSeq = context.CSeq,
            Phase = LegPhase.Invited,
        });
        turn.Replace(context with { AnsweredBy = caller.Number });
        var callee = Calling.NewLeg(turn, caller, context.FromTag, $"<{target}>");
        var invite = new LegRequest(
            "INVITE", CrossingHeaders.Of(request), Text.Of(request.Body.Span), context.Number)
        { MaxForwards = request.MaxForwards ?? 70 };
        if (route.Seconds is { } seconds) callee = callee with { GiveUpAt = turn.Now + TimeSpan.FromSeconds(seconds) };
        var sent = Asking.Invite(turn, callee, target, invite);
        Edit(turn, sent, route, invite.MaxForwards);
        Legs.Link(turn, caller.Number, callee.Number);
        turn.Effects.Add(new Actors.AcceptTransaction(context.Flow.Relay, context.Transaction));
        Calling.Find(turn, sent, target);
    }

    /// <summary>
    /// A leg of ours that is bridged once more has a call of its own already: it goes on to the new target, with one
    /// hop less each time, so that a bridge to itself comes to an end (RFC 7332 §5).
    /// </summary>
    private static void Again(CallTurn turn, ResponseContext context, BridgeRoute route)
    {
        var left = (context.Request!.MaxForwards ?? 70) - 1;
        if (left <= 0)
        {
            LegResponses.Final(turn, context, 483, null);
            return;
        }
        var next = context with { Number = turn.State.LastContext + 1, Route = null, Branches = [] };
        Replies.Complete(turn, context);
        turn.Add(next);
        Legs.Set(turn, Legs.Get(turn, context.AskedBy) with { Invite = next.Number });
        Edit(turn, next.Number, route, left);
        Calling.Find(turn, next.Number, route.Target);
    }

    /// <summary>The INVITE as the route wants it.</summary>
    private static void Edit(CallTurn turn, int number, BridgeRoute route, int maxForwards)
    {
        var context = turn.Context(number);
        var editor = new MessageEditor(context.Request!);
        editor.ReplaceRequestUri(Text.ToBytes(route.Target));
        editor.Set(HeaderName.MaxForwards, Text.ToBytes(maxForwards.ToString(CultureInfo.InvariantCulture)));
        HeaderEdits.Apply(context.Request!, ref editor, route);
        if (!SipMessage.TryParse(editor.Build().ToBytes(), out var request, out _))
            throw new InvalidOperationException("a request of ours is SIP");
        turn.Replace(context with { Request = request, RequestUri = route.Target });
    }

    /// <summary>Without a call there is nothing to be a user agent of.</summary>
    private static Route Forwarded(CallTurn turn, BridgeRoute route) =>
        SipUri.TryParse(route.Target, out var uri)
        && AddressOfRecord.TryCanonicalize(uri!, turn.Settings.Domains, out _)
            ? Route.Ring(route.Target) with { Added = route.Added, Removed = route.Removed }
            : Route.Forward(route.Target) with { Added = route.Added, Removed = route.Removed };

    /// <summary>RFC 3261 §8.2.2.2: the same request on two ways; as a user agent we take one.</summary>
    private static bool IsMerged(CallState call, ResponseContext context)
    {
        foreach (var other in call.Contexts)
        {
            if (other.Number != context.Number && other.AnsweredBy != 0 && other.FromTag == context.FromTag
                && other.CSeq == context.CSeq && other.Method == context.Method) return true;
        }
        return false;
    }

    private static bool IsGone(CallTurn turn, int number)
    {
        foreach (var context in turn.State.Contexts)
            if (context.Number == number) return !context.IsOpen;
        return true;
    }

    private static void Refuse(CallTurn turn, ResponseContext context, int status, string lines = "")
    {
        context = Replies.WithToTag(turn, context);
        var bytes = ResponseWriter.Write(
            context.Request!, status, null, Text.ToBytes(context.ToTag!), Text.ToBytes(lines));
        Replies.SendFinal(turn, context, new OutgoingMessage(bytes, []));
        CallRecords.Failed(turn, context.FromTag, status);
    }

    /// <summary>A person as the other leg is told of them: name and address, nothing else.</summary>
    private static string Address(NameAddr address)
    {
        var uri = Text.Of(address.Uri.Text.Span);
        return address.DisplayName.IsEmpty ? $"<{uri}>" : $"\"{Text.Of(address.DisplayName)}\" <{uri}>";
    }
}
