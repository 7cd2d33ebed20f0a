using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>The caller's side of one call (RFC 3261 §13.2, §9.1).</summary>
internal sealed class OutgoingCall(SimPhone phone, CallPlan plan)
{
    private const int MaxAttempts = 4;
    private readonly Dictionary<string, UaDialog> _dialogs = [];
    private readonly HashSet<string> _reliable = [];
    private readonly HashSet<UaDialog> _unheard = [];
    private readonly Dictionary<uint, ServerTransaction> _successes = [];
    private ClientTransaction? _invite;
    private string _authorization = "";
    private uint _cseq;
    private bool _cancelWanted;
    private bool _cancelSent;

    public CallPlan Plan => plan;
    public string FromTag { get; } = phone.NewTag();
    private string Callee => plan.Callee.Contains(':', StringComparison.Ordinal)
        ? plan.Callee : $"sip:{plan.Callee}@{SimWorld.Domain}";

    /// <summary>The dialog that is up; null before and after.</summary>
    public UaDialog? Up { get; private set; }

    /// <summary>The final status that the caller got; 0 for none, 408 for its own timer.</summary>
    public int Status { get; private set; }
    public bool WasAnswered { get; private set; }
    public bool GaveUpOnCancel { get; private set; }

    /// <summary>How long after it gave up the final came; null when none did.</summary>
    public TimeSpan? Late => _invite?.Late;
    public bool IsOver => Status != 0 && Up is null && Byes == 0 && _invite is null or { HasEnded: true };
    public int Attempts { get; private set; }

    /// <summary>BYEs under way, and those that nobody answered.</summary>
    public int Byes { get; private set; }
    public int ByesLost { get; private set; }

    /// <summary>The callees' tags whose 2xx it got and acknowledged.</summary>
    public HashSet<string> Acknowledges { get; } = [];

    /// <summary>Whether the phone's connection broke meanwhile.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether it broke at any time since: a repeated 2xx finds it no more.</summary>
    public bool LostConnection { get; private set; }

    /// <summary>The status that its CANCEL got; 0 for none.</summary>
    public int CancelStatus { get; private set; }

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

    /// <summary>The INVITE that was sent last.</summary>
    public RequestText Last => _invite!.Request;

    public UaDialog? DialogOf(string remoteTag) => _dialogs.GetValueOrDefault(remoteTag);

    /// <summary>The callee's re-INVITE.</summary>
    public void Offered(ServerTransaction invite)
    {
        if (Up?.RemoteTag != SimPhone.Text(invite.Request.FromTag))
        {
            invite.Respond(481, "");
            return;
        }
        _successes[invite.Request.CSeq ?? 0] = invite;
        invite.Respond(200, "");
    }

    public void Acknowledged(uint cseq) => _successes.GetValueOrDefault(cseq)?.Acknowledged();

    public void ConnectionLost()
    {
        LostConnection = true;
        if (Up is null && Status != 0 && Byes == 0) return;
        IsBroken = true;
        foreach (var success in _successes.Values) success.Acknowledged();
    }

    public void ConnectionBack()
    {
        if (!IsBroken) return;
        if (Up is { } dialog) HangUp(dialog);
        foreach (var unheard in _unheard.ToArray()) HangUp(unheard);
    }

    private void Invite()
    {
        Attempts++;
        _invite = phone.Begin(
            new RequestText
            {
                Method = plan.Method,
                Uri = Callee,
                Branch = phone.NewBranch(),
                From = plan.From ?? phone.Aor,
                FromTag = FromTag,
                To = Callee,
                CallId = plan.CallId,
                CSeq = ++_cseq,
                Lines = _authorization + plan.Lines,
                Body = plan.Method switch { "MESSAGE" => "hello", "INVITE" => "v=0\r\n", _ => "" },
            },
            Heard);
    }

    private void Heard(SipMessage? response)
    {
        if (response is null) Status = 408;
        else if (response.StatusCode < 200) Provisional(response);
        else if (response.StatusCode < 300) Success(response);
        else if (!_cancelWanted && Attempts < MaxAttempts
            && Authorization.Line(response, _invite!.Request, phone.User, phone.Password) is { } line)
        {
            _authorization = line;
            Invite();
        }
        else Status = response.StatusCode;
    }

    private void Provisional(SipMessage response)
    {
        if (_cancelWanted) SendCancel();
        var tag = SimPhone.Text(response.ToTag);
        // RFC 3262 §4: once for each early dialog.
        var isReliable = SimPhone.Text(response.Bytes.Span).Contains("\nRSeq:", StringComparison.Ordinal);
        if (!isReliable || !_reliable.Add(tag)) return;
        UaDialog.OfCaller(phone, _invite!.Request, response).Send("PRACK", $"RAck: 1 {_cseq} INVITE\r\n");
    }

    /// <summary>§13.2.2.4: every 2xx is acknowledged; of several dialogs one is kept.</summary>
    private void Success(SipMessage response)
    {
        if (plan.Method != "INVITE")
        {
            Status = response.StatusCode;
            if (plan.Method == "SUBSCRIBE") Refresh(UaDialog.OfCaller(phone, _invite!.Request, response));
            return;
        }
        WasAnswered = true;
        var tag = SimPhone.Text(response.ToTag);
        if (_dialogs.TryGetValue(tag, out var known))
        {
            known.Acknowledge(known.InviteCSeq);
            return;
        }
        Acknowledges.Add(tag);
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
        if (plan.ReInvites) phone.World.Events.After(plan.CallerHangsUpAfter / 2, () => Send(dialog, "INVITE"));
        foreach (var method in plan.FromCaller)
            phone.World.Events.After(
                plan.CallerHangsUpAfter * (phone.World.Chance.Next(100) / 100.0), () => Send(dialog, method));
    }

    private void Send(UaDialog dialog, string method)
    {
        if (Up == dialog && !IsBroken) dialog.Send(method);
    }

    private void Refresh(UaDialog dialog) => phone.World.Events.After(
        phone.World.Chance.Between(10, 300), () => dialog.Send("SUBSCRIBE", "Expires: 60\r\n"));

    private void HangUp(UaDialog dialog)
    {
        if (Up == dialog) Up = null;
        Byes++;
        _unheard.Add(dialog);
        dialog.Bye(r =>
        {
            if (r?.StatusCode < 200) return;
            Byes--;
            if (r is null) ByesLost++;
            else _unheard.Remove(dialog);
        });
    }

    public void Cancel()
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
        var cancel = invite.Request with
        {
            Method = "CANCEL",
            SentBy = phone.Traits.IsBehindAlg ? ClientTransaction.ChangedSentBy : null,
            Lines = plan.CancelLines,
            Body = "",
        };
        phone.Begin(cancel, r => CancelStatus = r?.StatusCode ?? 0);
        phone.World.Events.After(ClientTransaction.T1 * 64, () =>
        {
            if (Status != 0 || invite.HasEnded) return;
            GaveUpOnCancel = true;
            Status = 487;
            invite.Abandon();
        });
    }
}
