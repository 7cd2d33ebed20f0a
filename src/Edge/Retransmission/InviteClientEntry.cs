using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>The client transaction of an INVITE.</summary>
internal sealed class InviteClientEntry(ClientInviteTransaction machine) : ClientEntry
{
    private ClientInviteTransaction _machine = machine;

    protected override ref TransactionTimers Timers => ref _machine.Timers;

    public override TransactionActions Take(TransactionInput input, long now)
    {
        var actions = _machine.Take(input, now);
        if (_machine.State == ClientInviteState.Accepted) Request = default;
        return actions;
    }
}
