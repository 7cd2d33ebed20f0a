namespace ServerlessSip.Simulation.Phones;

/// <summary>Where a callee's leg stands.</summary>
internal enum LegState
{
    Ringing,
    Up,
    Ended,
}

/// <summary>The callee's side of one call (RFC 3261 §13.3).</summary>
internal sealed class IncomingCall
{
    private readonly SimPhone _phone;
    private readonly ServerTransaction _invite;
    private readonly CallPlan? _plan;
    private readonly Dictionary<uint, ServerTransaction> _successes = [];
    private readonly UaDialog _dialog;

    public IncomingCall(SimPhone phone, ServerTransaction invite, CallPlan? plan)
    {
        (_phone, _invite, _plan) = (phone, invite, plan);
        Tag = phone.NewTag();
        _dialog = UaDialog.OfCallee(phone, invite.Request, Tag);
        var does = plan?.Phones.GetValueOrDefault(phone.Number) ?? new Behaviour(null, 480, TimeSpan.Zero);
        if (does.RingAfter is { } ring) phone.World.Events.After(ring, () => _invite.Respond(180, Tag));
        if (does.Status != 0) phone.World.Events.After(does.After, () => Decide(does.Status));
    }

    public string Tag { get; }
    public string CallId => _dialog.CallId;
    public string RemoteTag => _dialog.RemoteTag;
    public LegState State { get; private set; } = LegState.Ringing;
    public bool WasUp { get; private set; }

    /// <summary>Whether the ACK to the first 2xx came.</summary>
    public bool HasAck { get; private set; }
    public bool TimedOut { get; private set; }
    public int Byes { get; private set; }

    public bool Is(ServerTransaction invite) => _invite == invite;

    public void Cancelled()
    {
        if (_invite.HasFinal) return;
        _invite.Respond(487, Tag);
        State = LegState.Ended;
    }

    public void Acknowledged(uint cseq)
    {
        if (_successes.TryGetValue(cseq, out var success)) success.Acknowledged();
        if (cseq != _dialog.InviteCSeq || HasAck) return;
        HasAck = true;
        if (_plan?.CalleeHangsUpAfter is { } talk) _phone.World.Events.After(talk, HangUp);
    }

    /// <summary>A re-INVITE.</summary>
    public void Offered(ServerTransaction invite)
    {
        if (State != LegState.Up)
        {
            invite.Respond(481, Tag);
            return;
        }
        _successes[invite.Request.CSeq ?? 0] = invite;
        invite.Respond(200, Tag);
    }

    public void TakeBye() => State = LegState.Ended;

    private void Decide(int status)
    {
        if (_invite.HasFinal) return;
        if (status >= 300)
        {
            _invite.Respond(status, Tag);
            State = LegState.Ended;
            return;
        }
        State = LegState.Up;
        WasUp = true;
        _successes[_dialog.InviteCSeq] = _invite;
        _invite.NoAck = () =>
        {
            TimedOut = true;
            HangUp();
        };
        _invite.Respond(status, Tag);
    }

    private void HangUp()
    {
        if (State != LegState.Up) return;
        State = LegState.Ended;
        Byes++;
        _dialog.Bye(r =>
        {
            if (r is null || r.StatusCode >= 200) Byes--;
        });
    }
}
