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
    private bool _mustHangUp;

    public IncomingCall(SimPhone phone, ServerTransaction invite, CallPlan? plan)
    {
        (_phone, _invite, _plan) = (phone, invite, plan);
        Tag = phone.NewTag();
        Dialog = UaDialog.OfCallee(phone, invite.Request, Tag);
        Does = plan?.Phones.GetValueOrDefault(phone.Number) ?? new Behaviour(null, 480, TimeSpan.Zero);
        var events = phone.World.Events;
        if (Does.RingAfter is { } ring) events.After(ring, () => Ring(180, ""));
        if (Does is { RingAfter: { } first, IsReliable: true })
            events.After(first / 2, () => Ring(183, "Require: 100rel\r\nRSeq: 1\r\n"));
        if (Does.Status != 0) events.After(Does.After, () => Decide(Does.Status));
    }

    public Behaviour Does { get; }
    public UaDialog Dialog { get; }
    public string Tag { get; }
    public string CallId => Dialog.CallId;
    public string RemoteTag => Dialog.RemoteTag;
    public LegState State { get; private set; } = LegState.Ringing;
    public bool WasUp { get; private set; }

    /// <summary>Whether the ACK to the first 2xx came.</summary>
    public bool HasAck { get; private set; }
    public bool TimedOut { get; private set; }
    public int Byes { get; private set; }

    /// <summary>Whether the phone's connection broke meanwhile.</summary>
    public bool IsBroken { get; private set; }

    public bool Is(ServerTransaction invite) => _invite == invite;

    public void Cancelled()
    {
        if (_invite.HasFinal || Does.IgnoresCancel) return;
        _invite.Respond(487, Tag);
        State = LegState.Ended;
    }

    public void Acknowledged(uint cseq)
    {
        if (_successes.TryGetValue(cseq, out var success)) success.Acknowledged();
        if (cseq != Dialog.InviteCSeq || HasAck) return;
        HasAck = true;
        if (_plan is null) return;
        if (_plan.CalleeHangsUpAfter is { } talk) _phone.World.Events.After(talk, HangUp);
        foreach (var method in _plan.FromCallee)
            _phone.World.Events.After(_phone.World.Chance.Between(10, 3_000), () => Send(method));
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
        if (Does.RingsAgain) invite.Respond(180, Tag);
        invite.Respond(200, Tag, session: _plan?.Session ?? "");
    }

    public void TakeBye()
    {
        State = LegState.Ended;
        _mustHangUp = false;
    }

    /// <summary>What rang is gone; what was up is hung up over the next connection.</summary>
    public void ConnectionLost()
    {
        if (State == LegState.Ended && !_mustHangUp && (HasAck || !WasUp)) return;
        IsBroken = true;
        _invite.Acknowledged();
        _mustHangUp |= State == LegState.Up;
        if (State == LegState.Ringing) State = LegState.Ended;
    }

    public void ConnectionBack()
    {
        if (IsBroken && _mustHangUp) HangUp();
    }

    private void Ring(int status, string lines)
    {
        if (State == LegState.Ringing && !_invite.HasFinal) _invite.Respond(status, Tag, lines);
    }

    private void Send(string method)
    {
        if (State == LegState.Up && !IsBroken) Dialog.Send(method);
    }

    private void Decide(int status)
    {
        if (_invite.HasFinal || State != LegState.Ringing) return;
        if (status >= 300)
        {
            _invite.Respond(status, Tag, Does.Lines);
            State = LegState.Ended;
            return;
        }
        State = LegState.Up;
        WasUp = true;
        _successes[Dialog.InviteCSeq] = _invite;
        _invite.NoAck = () =>
        {
            TimedOut = true;
            HangUp();
        };
        _invite.Respond(status, Tag, session: _plan?.Session ?? "");
        if (_plan is { CancelsWhenAnswered: true }) _plan.Caller.Calls.Find(c => c.Plan == _plan)?.Cancel();
    }

    private void HangUp()
    {
        if (State != LegState.Up && !_mustHangUp) return;
        State = LegState.Ended;
        Byes++;
        _mustHangUp = true;
        Dialog.Bye(r =>
        {
            if (r is { StatusCode: < 200 }) return;
            Byes--;
            if (r is not null) _mustHangUp = false;
        });
    }
}
