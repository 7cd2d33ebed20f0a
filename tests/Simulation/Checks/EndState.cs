using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Checks;

/// <summary>What must be true when all is quiet.</summary>
internal static class EndState
{
    /// <summary>After the last call, its timers and 64·T1.</summary>
    public static IEnumerable<string> AfterTheCalls(SimWorld world)
    {
        foreach (var phone in world.Phones)
        {
            if (!phone.IsStranger && !phone.IsRegistered) yield return $"{phone.Name} is not registered";
            foreach (var call in phone.Calls)
                foreach (var finding in Of(world, phone, call)) yield return finding;
            foreach (var leg in phone.Legs)
            {
                // A relay that dies may take with it that an INVITE was sent; without a provisional there is no CANCEL
                // (§9.1).
                if (leg.State == LegState.Ringing && world.RelayRestarted) continue;
                if (leg.State != LegState.Ended)
                    yield return $"{phone.Name} is {leg.State} without its peer: {leg.CallId}";
                if (leg.Byes != 0) yield return $"{phone.Name}'s BYE has not ended";
            }
        }
        if (world.Watch.Records.MostAtOnce > 1) yield return "two call records of one leg";
        if (world.Watch.Replay.Finish() is { } differing) yield return differing;
    }

    /// <summary>When the last call has been forgotten.</summary>
    public static IEnumerable<string> AfterForgetting(SimWorld world)
    {
        var left = world.Documents.Query(new StoreQuery { Kind = ActorKind.Call }).Result.Items;
        if (left.Count > 0) yield return $"{left.Count} calls are never forgotten";
        if (world.Bus.Waiting > 0) yield return $"{world.Bus.Waiting} inputs wait for ever";
        foreach (var relay in world.Relays)
            if (relay.Remembered != default) yield return $"{relay.Id} remembers {relay.Remembered} for ever";
    }

    private static IEnumerable<string> Of(SimWorld world, SimPhone phone, OutgoingCall call)
    {
        var name = $"{phone.Name}'s {call.Plan.Method} {call.Plan.CallId}";
        var records = world.Watch.Records.Records(call.Plan.CallId, call.FromTag);
        if (phone.IsStranger)
        {
            if (world.Watch.Records.CountOf(call.Plan.CallId) > 0) yield return $"{name} of a stranger has a record";
            yield break;
        }
        if (!call.IsOver) yield return $"{name} has not ended: status {call.Status}, {call.Byes} BYEs";
        // A relay that dies has nobody else who repeats its failure responses.
        if (call.GaveUpOnCancel && !world.RelayRestarted) yield return $"{name} got nothing for its CANCEL";
        if (call.ByesLost > 0) yield return $"{name}: nobody answered its BYE";
        var legs = world.Phones.SelectMany(p => p.Legs).Where(l => l.RemoteTag == call.FromTag).ToArray();
        foreach (var leg in legs)
        {
            if (leg.WasUp && !leg.HasAck) yield return $"{name}: the ACK has not reached {leg.Tag}";
        }
        if (legs.Length > 0 && records.Count != 1) yield return $"{name} has {records.Count} call records";
        if (call.Attempts == 1 && call.Status is 401 or 407 && records.Count > 0)
            yield return $"{name} was challenged only and has a record";
        foreach (var record in records)
        {
            if (record.State != CallPhase.Ended) yield return $"{name} is {record.StateWord} for ever";
            if (call.WasAnswered && record.AnsweredAt is null) yield return $"{name} was answered, its record says no";
        }
    }
}
