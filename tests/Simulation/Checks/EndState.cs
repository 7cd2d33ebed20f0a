using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Checks;

/// <summary>What must be true when all is quiet.</summary>
internal static class EndState
{
    /// <summary>How long the ways between a caller, the bus and a target may delay two ends of 64·T1.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(5);

    /// <summary>After the last call, its timers and 64·T1.</summary>
    public static IEnumerable<string> AfterTheCalls(SimWorld world)
    {
        foreach (var phone in world.Phones)
        {
            if (!phone.IsStranger && !phone.IsForeign && !phone.IsRegistered)
                yield return $"{phone.Name} is not registered";
            foreach (var call in phone.Calls)
                foreach (var finding in Of(world, phone, call)) yield return finding;
            foreach (var client in phone.Clients)
                if (!client.HasEnded)
                    yield return $"{phone.Name}'s {client.Request.Method} {client.Request.CallId} has not ended";
            foreach (var server in phone.Servers)
            {
                if (server.LacksAck && IsHeard(phone, server))
                    yield return $"{phone.Name}'s failure has no ACK: {SimPhone.Text(server.Request.CallId)}";
            }
            foreach (var leg in phone.Legs)
            {
                if (leg.State != LegState.Ended)
                    yield return $"{phone.Name} is {leg.State} without its peer: {leg.CallId}";
                if (leg.Byes != 0) yield return $"{phone.Name}'s BYE has not ended";
            }
        }
        foreach (var open in OpenTransactions(world)) yield return open;
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

    /// <summary>Each client transaction has ended: the phones' above, the system's here.</summary>
    private static IEnumerable<string> OpenTransactions(SimWorld world)
    {
        foreach (var item in world.Documents.Query(new StoreQuery { Kind = ActorKind.Call }).Result.Items)
        {
            if (item.Document is not ActorDocument { State: CallState call }) continue;
            foreach (var context in call.Contexts)
            {
                if (context.IsOpen) yield return $"{context.Method} of {call.CallId} is not answered";
                foreach (var branch in context.Branches)
                    if (branch.IsPending) yield return $"{context.Method} of {call.CallId} to {branch.Target} is open";
            }
        }
    }

    /// <summary>
    /// On a stream a failure is sent once, and is lost with it; one that comes 64·T1 after the CANCEL comes to nobody
    /// (RFC 3261 §9.1).
    /// </summary>
    private static bool IsHeard(SimPhone phone, ServerTransaction server) =>
        !phone.IsOnStream && !phone.Legs.Any(leg => leg.Is(server) && leg.Does.IgnoresCancel);

    private static IEnumerable<string> Of(SimWorld world, SimPhone phone, OutgoingCall call)
    {
        var name = $"{phone.Name}'s {call.Plan.Method} {call.Plan.CallId}";
        if (phone.IsStranger)
        {
            if (world.Watch.Records.CountOf(call.Plan.CallId) > 0) yield return $"{name} of a stranger has a record";
            yield break;
        }
        if (!call.IsOver) yield return $"{name} has not ended: status {call.Status}, {call.Byes} BYEs";
        if (call.ByesLost > 0 && !call.IsBroken) yield return $"{name}: nobody answered its BYE";
        var legs = world.Phones.SelectMany(p => p.Legs).Where(l => l.RemoteTag == call.FromTag).ToArray();
        // A relay that dies has nobody else who repeats its failure responses.
        var mayHearNothing = world.RelayRestarted || call.IsBroken || legs.Any(l => l.IsBroken || l.Does.IgnoresCancel);
        if (call.GaveUpOnCancel && !mayHearNothing && !IsRace(world, call))
            yield return $"{name} got nothing for its CANCEL";
        foreach (var leg in legs)
        {
            if (!leg.WasUp || leg.HasAck || leg.IsBroken || call.LostConnection) continue;
            if (call.Acknowledges.Contains(leg.Tag)) yield return $"{name}: the ACK has not reached {leg.Tag}";
            else if (!leg.Does.IgnoresCancel) yield return $"{name}: the 2xx of {leg.Tag} has not come";
        }
        foreach (var finding in OfRecords(world, call, legs)) yield return $"{name} {finding}";
    }

    /// <summary>
    /// The CANCEL waits for a target at which nobody is to end by timer B, the caller by its own 64·T1
    /// (RFC 3261 §9.1): both end in the same moment.
    /// </summary>
    private static bool IsRace(SimWorld world, OutgoingCall call) =>
        call.Late <= MostLate && world.Network.InvitedNobody(call.Plan.CallId);

    private static IEnumerable<string> OfRecords(SimWorld world, OutgoingCall call, IncomingCall[] legs)
    {
        var records = world.Watch.Records.Records(call.Plan.CallId, call.FromTag);
        var challenged = legs.All(l => l.Does.Status is 401 or 407);
        if (!challenged && records.Count != 1) yield return $"has {records.Count} call records";
        if (challenged && call.Status is 401 or 407 && records.Count > 0)
            yield return "was challenged only and has a record";
        foreach (var record in records)
        {
            if (record.State != CallPhase.Ended) yield return $"is {record.StateWord} for ever";
            if (call.WasAnswered && record.AnsweredAt is null) yield return "was answered, its record says no";
        }
    }
}
