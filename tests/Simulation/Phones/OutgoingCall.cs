using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>The caller's side of one call (RFC 3261 §13.2, §9.1).</summary>
internal sealed class OutgoingCall(SimPhone phone, CallPlan plan)
{
    private const int MaxAttempts = 4;
    private readonly Dictionary<string, UaDialog> _dialogs = [];
    private ClientTransaction? _invite;
    private string _authorization = "";
    private uint _cseq;
    private bool _cancelWanted;
    private bool _cancelSent;

    public CallPlan Plan => plan;
    public string FromTag { get; } = phone.NewTag();

    /// <summary>The dialog that is up; null before and after.</summary>
    public UaDialog? Up { get; private set; }

    /// <summary>The final status that the caller got; 0 for none, 408 for its own timer.</summary>
    public int Status { get; private set; }
    public bool WasAnswered { get; private set; }
    public bool GaveUpOnCancel { get; private set; }
    public bool IsOver => Status != 0 && Up is null && Byes == 0 && _invite is null or { HasEnded: true };
    public int Attempts { get; private set; }

    /// <summary>BYEs under way, and those that nobody answered.</summary>
    public int Byes { get; private set; }
    public int ByesLost { get; private set; }

    public void Start()
    {
        Invite();
        phone.World.Events.After(plan.CancelAfter, Cancel);
    }

    /// <summary>The callee's BYE; false when it is for another dialog.</summary>
    public bool TakeBye(string localTag, string remoteTag)
    {
        if (localTag != FromTag || !_dialogs.ContainsKey(remoteTag)) return false;
        if (Up?.RemoteTag == remoteTag) Up = null;
        return true;
    }

    private void Invite()
    {
        Attempts++;
        _invite = phone.Begin(
            new RequestText
            {
                Method = plan.Method,
                Uri = $"sip:{plan.Callee}@{SimWorld.Domain}",
                Branch = phone.NewBranch(),
                From = phone.Aor,
                FromTag = FromTag,
                To = $"sip:{plan.Callee}@{SimWorld.Domain}",
                CallId = plan.CallId,
                CSeq = ++_cseq,
                Lines = _authorization,
                Body = plan.Method == "MESSAGE" ? "hello" : "v=0\r\n",
            },
            Heard);
    }

    private void Heard(SipMessage? response)
    {
        if (response is null) Status = 408;
        else if (response.StatusCode < 200) Provisional();
        else if (response.StatusCode < 300) Success(response);
        else if (!_cancelWanted && Attempts < MaxAttempts
            && Authorization.Line(response, _invite!.Request, phone.User, phone.Password) is { } line)
        {
            _authorization = line;
            Invite();
        }
        else Status = response.StatusCode;
    }

    private void Provisional()
    {
        if (_cancelWanted) SendCancel();
    }

    /// <summary>§13.2.2.4: every 2xx is acknowledged; of several dialogs one is kept.</summary>
    private void Success(SipMessage response)
    {
        if (plan.Method != "INVITE")
        {
            Status = response.StatusCode;
            return;
        }
        WasAnswered = true;
        var tag = SimPhone.Text(response.ToTag);
        if (_dialogs.TryGetValue(tag, out var known))
        {
            known.Acknowledge(known.InviteCSeq);
            return;
        }
        var dialog = _dialogs[tag] = UaDialog.OfCaller(phone, _invite!.Request, response);
        dialog.Acknowledge(dialog.InviteCSeq);
        var first = Status == 0;
        Status = 200;
        if (first && !_cancelWanted) BeUp(dialog);
        else HangUp(dialog);
    }

    private void BeUp(UaDialog dialog)
    {
        Up = dialog;
        phone.World.Events.After(plan.CallerHangsUpAfter, () =>
        {
            if (Up == dialog) HangUp(dialog);
        });
        if (plan.ReInvites) phone.World.Events.After(plan.CallerHangsUpAfter / 2, () => ReInvite(dialog));
    }

    private void ReInvite(UaDialog dialog)
    {
        if (Up != dialog) return;
        var request = dialog.Request("INVITE");
        phone.Begin(request, r =>
        {
            if (r?.StatusCode is >= 200 and < 300) dialog.Acknowledge(request.CSeq);
        });
    }

    private void HangUp(UaDialog dialog)
    {
        if (Up == dialog) Up = null;
        Byes++;
        dialog.Bye(r =>
        {
            if (r?.StatusCode < 200) return;
            Byes--;
            if (r is null) ByesLost++;
        });
    }

    private void Cancel()
    {
        if (Status != 0 || _invite!.HasEnded || plan.Method != "INVITE") return;
        _cancelWanted = true;
        // RFC 3261 §9.1: not before a provisional.
        if (_invite.HasProvisional) SendCancel();
    }

    private void SendCancel()
    {
        if (_cancelSent) return;
        _cancelSent = true;
        var invite = _invite!;
        phone.Begin(invite.Request with { Method = "CANCEL", Lines = "", Body = "" }, _ => { });
        phone.World.Events.After(ClientTransaction.T1 * 64, () =>
        {
            if (Status != 0 || invite.HasEnded) return;
            GaveUpOnCancel = true;
            Status = 487;
            invite.Abandon();
        });
    }
}
