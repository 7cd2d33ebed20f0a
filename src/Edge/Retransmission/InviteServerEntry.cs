using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>The server transaction of an INVITE.</summary>
internal sealed class InviteServerEntry(ServerInviteTransaction machine) : ServerEntry
{
    private ServerInviteTransaction _machine = machine;

    protected override ref TransactionTimers Timers => ref _machine.Timers;

    public override TransactionActions Take(TransactionInput input, long now)
    {
        var actions = _machine.Take(input, now);
        // RFC 6026 §7.1: nothing is repeated after a 2xx, so nothing need be kept.
        if (_machine.State == ServerInviteState.Accepted) LastResponse = default;
        return actions;
    }
}
