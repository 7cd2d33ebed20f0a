using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>The orders to relays among the effects of a turn.</summary>
internal static class RelayCommands
{
    /// <summary>In the order of the effects; messages past their <c>NotAfter</c> are left out.</summary>
    /// <param name="orderLife">How long an order about a transaction is worth performing.</param>
    public static RelayCommand[] Of(
        ActorKey self, ImmutableArray<OutboxEntry> entries, DateTimeOffset now, TimeSpan orderLife)
    {
        var count = 0;
        foreach (var entry in entries)
            foreach (var effect in entry.Effects.AsSpan())
                if (IsWanted(effect, now)) count++;
        if (count == 0) return [];
        var commands = new RelayCommand[count];
        var next = 0;
        foreach (var entry in entries)
        {
            for (var i = 0; i < entry.Effects.Length; i++)
            {
                if (!IsWanted(entry.Effects[i], now)) continue;
                commands[next++] = Make(self, entry.Effects[i], entry.Input.Effect(i), now + orderLife);
            }
        }
        return commands;
    }

    private static bool IsWanted(Effect effect, DateTimeOffset now) => effect switch
    {
        SendSip send => send.NotAfter >= now,
        StopSending or AcceptTransaction => true,
        _ => false,
    };

    private static RelayCommand Make(ActorKey self, Effect effect, InputId id, DateTimeOffset orderEnd) => effect switch
    {
        SendSip send => Send(self, send, id),
        StopSending stop => new RelayCommand
        {
            Id = id,
            Relay = stop.Relay,
            Kind = RelayCommandKind.StopSending,
            Transaction = stop.Transaction,
            Actor = self,
            NotAfter = orderEnd,
        },
        _ => new RelayCommand
        {
            Id = id,
            Relay = ((AcceptTransaction)effect).Relay,
            Kind = RelayCommandKind.Accepted,
            OnBehalfOf = ((AcceptTransaction)effect).Transaction,
            Actor = self,
            NotAfter = orderEnd,
        },
    };

    private static RelayCommand Send(ActorKey self, SendSip send, InputId id) => new()
    {
        Id = id,
        Relay = send.Relay,
        Kind = send.Kind,
        Bytes = send.Message.ToBytes(),
        Flow = send.Flow,
        Address = send.Address,
        Transport = send.Transport,
        Listener = send.Listener,
        Retransmission = send.Retransmission,
        Actor = self,
        NotAfter = send.NotAfter,
        OnBehalfOf = send.OnBehalfOf,
    };
}
