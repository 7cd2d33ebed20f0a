using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>The server transaction of any request but INVITE.</summary>
internal sealed class NonInviteServerEntry(ServerNonInviteTransaction machine) : ServerEntry
{
    private ServerNonInviteTransaction _machine = machine;

    protected override ref TransactionTimers Timers => ref _machine.Timers;

    public override TransactionActions Take(TransactionInput input, long now) => _machine.Take(input, now);
}
