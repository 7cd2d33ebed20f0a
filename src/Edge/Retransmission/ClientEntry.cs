using ServerlessSip.Ports;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>What a relay remembers of a client transaction.</summary>
internal abstract class ClientEntry : TimedEntry
{
    public required ActorKey Actor { get; init; }
    public required SendTarget Target { get; init; }

    /// <summary>The request as sent, until its final response; then the ACK to a 3xx–6xx.</summary>
    public ReadOnlyMemory<byte> Request;

    public bool HadProvisional;

    protected abstract ref TransactionTimers Timers { get; }

    public override long NextAt => Timers.NextAt;

    public override bool TryTakeTimer(long now, out TransactionInput timer) => Timers.TryTake(now, out timer);

    public static ClientEntry Create(ReadOnlySpan<byte> key, RelayCommand command, TransactionTimes times, long now)
    {
        var target = SendTarget.Of(command);
        return command.Retransmission == Ports.Retransmission.InviteClient
            ? new InviteClientEntry(new(times, target.IsReliable, now))
            {
                Key = key.ToArray(),
                Actor = command.Actor,
                Target = target,
                Request = command.Bytes,
            }
            : new NonInviteClientEntry(new(times, target.IsReliable, now))
            {
                Key = key.ToArray(),
                Actor = command.Actor,
                Target = target,
                Request = command.Bytes,
            };
    }
}
