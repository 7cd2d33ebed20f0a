using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>The client transaction of any request but INVITE.</summary>
internal sealed class NonInviteClientEntry(ClientNonInviteTransaction machine) : ClientEntry
{
    private ClientNonInviteTransaction _machine = machine;

    protected override ref TransactionTimers Timers => ref _machine.Timers;

    public override TransactionActions Take(TransactionInput input, long now)
    {
        var actions = _machine.Take(input, now);
        if (_machine.State == ClientNonInviteState.Completed) Request = default;
        return actions;
    }
}
