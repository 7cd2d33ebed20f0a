using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>The dialog that a request is in, and which of its ends the request goes to.</summary>
internal readonly record struct DialogMatch(Dialog Dialog, bool ToCallee)
{
    public DialogSide Target => ToCallee ? Dialog.Callee : Dialog.Caller;
}

/// <summary>
/// The dialogs that run through us (RFC 3261 §12): begun by responses, refreshed and ended by what passes.
/// </summary>
internal static class Dialogs
{
    /// <summary>
    /// The dialog of a request by both tags, either way round; of a NOTIFY also by the subscriber's tag alone (RFC 6665
    /// §4.4.1).
    /// </summary>
    public static DialogMatch? Find(CallState call, SipMessage message)
    {
        var from = message.FromTag;
        var to = message.ToTag;
        foreach (var dialog in call.Dialogs)
        {
            if (Text.Same(from, dialog.Caller.Tag) && Text.Same(to, dialog.Callee.Tag))
                return new DialogMatch(dialog, ToCallee: true);
            if (Text.Same(from, dialog.Callee.Tag) && Text.Same(to, dialog.Caller.Tag))
                return new DialogMatch(dialog, ToCallee: false);
        }
        if (message.Method != SipMethod.Notify) return null;
        foreach (var dialog in call.Dialogs)
            if (dialog.Callee.Tag.Length == 0 && Text.Same(to, dialog.Caller.Tag))
                return new DialogMatch(dialog, false);
        return null;
    }

    /// <summary>A provisional with a To-tag makes an early dialog, for PRACK and UPDATE.</summary>
    public static void Early(CallTurn turn, ResponseContext context, int index, SipMessage response)
    {
        if (context.InDialog != 0 || !context.IsOpen || response.ToTag.IsEmpty) return;
        if (Index(turn.State, context.FromTag, response.ToTag) is >= 0 and var at)
        {
            PassAgain(turn, context, at, response);
            return;
        }
        var life = turn.Limits.TimerC + turn.Limits.TransactionLife;
        Add(turn, context, DialogSides.OfCallee(turn, context.Branches[index], response), turn.Now + life);
    }

    /// <summary>A 2xx to INVITE confirms its dialog; true when it was not known to be confirmed.</summary>
    public static bool Confirm(CallTurn turn, ResponseContext context, ClientBranch branch, SipMessage response)
    {
        var at = Index(turn.State, context.FromTag, response.ToTag);
        var end = turn.Now + turn.Limits.MaxCallLife;
        if (at < 0)
        {
            AddConfirmed(turn, context, DialogSides.OfCallee(turn, branch, response), end);
            return true;
        }
        var isNewPass = PassAgain(turn, context, at, response);
        var dialog = turn.State.Dialogs[at];
        if (dialog.Confirmed) return isNewPass;
        Set(turn, at, dialog with
        {
            Confirmed = true,
            ForgetAt = end,
            Callee = DialogSides.WithTarget(dialog.Callee, response),
        });
        return true;
    }

    /// <summary>
    /// The response of a spiral passes us once for each context: the proxies between the passes are on the way too.
    /// </summary>
    private static bool PassAgain(CallTurn turn, ResponseContext context, int at, SipMessage response)
    {
        var dialog = turn.State.Dialogs[at];
        if (dialog.Context == context.Number) return false;
        var callee = DialogSides.WithSpirals(dialog.Callee, response, turn.Env);
        if (ReferenceEquals(callee, dialog.Callee)) return false;
        Set(turn, at, dialog with { Callee = callee });
        return true;
    }

    /// <summary>A response inside the dialog may bring a new Contact; true when something changed.</summary>
    public static bool Refresh(CallTurn turn, ResponseContext context, SipMessage response) =>
        RefreshSide(turn, response, toCaller: context.FromTag);

    /// <summary>A request inside the dialog may bring a new Contact of its sender (RFC 3261 §12.2).</summary>
    public static void RefreshBy(CallTurn turn, SipMessage request, DialogMatch match)
    {
        var at = turn.State.Dialogs.IndexOf(match.Dialog);
        if (at < 0 || request.Method is not (SipMethod.Invite or SipMethod.Update or SipMethod.Subscribe
            or SipMethod.Notify)) return;
        var dialog = match.ToCallee
            ? match.Dialog with { Caller = DialogSides.WithTarget(match.Dialog.Caller, request) }
            : match.Dialog with { Callee = DialogSides.WithTarget(match.Dialog.Callee, request) };
        Set(turn, at, dialog);
    }

    /// <summary>
    /// A 2xx to a request outside a dialog that makes one without INVITE, or inside one that refreshes it.
    /// </summary>
    public static void NonInviteSuccess(
        CallTurn turn, ResponseContext context, ClientBranch branch, SipMessage response)
    {
        if (context.InDialog != 0)
        {
            Refresh(turn, context, response);
            return;
        }
        if (context.Method is not ("SUBSCRIBE" or "REFER") || response.ToTag.IsEmpty) return;
        if (Index(turn.State, context.FromTag, response.ToTag) < 0)
        {
            var end = turn.Now + SubscriptionLife.Of(response, turn.Limits);
            AddConfirmed(turn, context, DialogSides.OfCallee(turn, branch, response), end);
        }
    }

    /// <summary>The half of a subscription's dialog that a NOTIFY may meet before the 2xx.</summary>
    public static void Expect(CallTurn turn, ResponseContext context)
    {
        if (context.Method is not ("SUBSCRIBE" or "REFER") || turn.State.Dialogs.Length >= turn.Limits.MaxDialogs)
            return;
        var caller = DialogSides.OfCaller(turn, context);
        Append(turn, new Dialog
        {
            Caller = caller,
            Callee = new DialogSide { Tag = "", Hop = caller.Hop },
            Confirmed = false,
            Context = context.Number,
            IsInvite = false,
            ForgetAt = turn.Now + turn.Limits.TransactionLife,
        });
    }

    /// <summary>A NOTIFY that came before the 2xx names the callee: the half becomes a dialog.</summary>
    public static DialogMatch Complete(CallTurn turn, DialogMatch match, SipReceived received)
    {
        var notify = received.Message;
        var whole = match.Dialog with
        {
            Callee = DialogSides.WithTarget(
                new DialogSide { Tag = Text.Of(notify.FromTag), Hop = Hop.Over(received.Flow) }, notify),
            Confirmed = true,
            ForgetAt = turn.Now + SubscriptionLife.Of(notify, turn.Limits),
        };
        Append(turn, whole);
        return new DialogMatch(whole, ToCallee: false);
    }

    /// <summary>The early dialogs of a failed INVITE are gone.</summary>
    public static void Drop(CallTurn turn, int context)
    {
        foreach (var dialog in turn.State.Dialogs)
        {
            if (dialog.Context != context || dialog.Confirmed) continue;
            turn.State = turn.State with
            {
                Dialogs = turn.State.Dialogs.RemoveAll(d => d.Context == context && !d.Confirmed),
            };
            return;
        }
    }

    /// <summary>
    /// A BYE that was answered (but for a challenge), or a 481, ends the dialog (RFC 3261 §15, RFC 5057 §5.1).
    /// </summary>
    public static void End(CallTurn turn, ResponseContext context, int status)
    {
        var request = context.Request!;
        if (Find(turn.State, request) is not { } match) return;
        var over = context.Method == "BYE" ? status is not (401 or 407) : status == 481;
        // RFC 5057 §4: the end of a subscription is not the end of the call that it shares a dialog with.
        over |= !match.Dialog.IsInvite && request.Method == SipMethod.Notify && SubscriptionLife.IsTerminated(request);
        if (!over || match.Dialog.Ended) return;
        SetEnded(turn, match.Dialog);
        if (match.Dialog.IsInvite) CallRecords.Ended(turn, match.Dialog.Caller.Tag, "normal");
    }

    /// <summary>A call has lasted too long to be remembered.</summary>
    public static void Expire(CallTurn turn, Dialog dialog)
    {
        SetEnded(turn, dialog);
        CallRecords.Ended(turn, dialog.Caller.Tag, "expired");
    }

    private static void SetEnded(CallTurn turn, Dialog dialog) =>
        Set(turn, turn.State.Dialogs.IndexOf(dialog), dialog with
        {
            Ended = true,
            ForgetAt = turn.Now + turn.Limits.TransactionLife,
        });

    private static bool RefreshSide(CallTurn turn, SipMessage response, string toCaller)
    {
        for (var i = 0; i < turn.State.Dialogs.Length; i++)
        {
            var dialog = turn.State.Dialogs[i];
            var calleeAnswers = toCaller == dialog.Caller.Tag && Text.Same(response.ToTag, dialog.Callee.Tag);
            var callerAnswers = toCaller == dialog.Callee.Tag && Text.Same(response.ToTag, dialog.Caller.Tag);
            if (!calleeAnswers && !callerAnswers) continue;
            var refreshed = calleeAnswers
                ? dialog with { Callee = DialogSides.WithTarget(dialog.Callee, response) }
                : dialog with { Caller = DialogSides.WithTarget(dialog.Caller, response) };
            if (!dialog.IsInvite && response.Method == SipMethod.Subscribe)
                refreshed = refreshed with { ForgetAt = turn.Now + SubscriptionLife.Of(response, turn.Limits) };
            if (refreshed == dialog) return false;
            Set(turn, i, refreshed);
            return true;
        }
        return false;
    }

    private static void Add(CallTurn turn, ResponseContext context, DialogSide callee, DateTimeOffset end)
    {
        if (turn.State.Dialogs.Length >= turn.Limits.MaxDialogs) return;
        Append(turn, new Dialog
        {
            Caller = DialogSides.OfCaller(turn, context),
            Callee = callee,
            Context = context.Number,
            IsInvite = context.IsInvite,
            ForgetAt = end,
        });
    }

    private static void AddConfirmed(CallTurn turn, ResponseContext context, DialogSide callee, DateTimeOffset end)
    {
        var before = turn.State.Dialogs.Length;
        Add(turn, context, callee, end);
        if (turn.State.Dialogs.Length > before) Set(turn, before, turn.State.Dialogs[before] with { Confirmed = true });
    }

    private static void Append(CallTurn turn, Dialog dialog) =>
        turn.State = turn.State with { Dialogs = turn.State.Dialogs.Add(dialog) };

    private static void Set(CallTurn turn, int at, Dialog dialog) =>
        turn.State = turn.State with { Dialogs = turn.State.Dialogs.SetItem(at, dialog) };

    private static int Index(CallState call, string callerTag, ReadOnlySpan<byte> calleeTag)
    {
        for (var i = 0; i < call.Dialogs.Length; i++)
        {
            var dialog = call.Dialogs[i];
            if (dialog.Caller.Tag == callerTag && Text.Same(calleeTag, dialog.Callee.Tag)) return i;
        }
        return -1;
    }
}
