using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Checks;

/// <summary>Which cases of CANCEL a world came to, as the saved documents show at the moment it is sent.</summary>
internal sealed class CancelCases(SimWorld world)
{
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, string> _invites = [];

    public int[] Seen { get; } = new int[Enum.GetValues<CancelCase>().Length];

    public int this[CancelCase one] => Seen[(int)one];

    public void NodeSends(SipMessage request)
    {
        if (request.TopVia is not { } via) return;
        var (branch, sentBy) = (SimPhone.Text(via.Branch), SimPhone.Text(via.SentBy));
        if (request.Method == SipMethod.Invite) _invites[branch] = sentBy;
        if (request.Method != SipMethod.Cancel || !_invites.TryGetValue(branch, out var before)) return;
        if (!_seen.Add(branch)) return;
        if (before != sentBy) Seen[(int)CancelCase.WithChangedSentBy]++;
        if (Of(request, branch) is { } one) Seen[(int)one]++;
    }

    private CancelCase? Of(SipMessage cancel, string branch)
    {
        var key = new ActorKey(ActorKind.Call, ActorAddressing.CallHash(cancel.CallId));
        var document = (ActorDocument?)world.Documents.Get(key).Result.Document;
        var context = (document?.State as CallState)?.Contexts.FirstOrDefault(c => c.Branch == branch && c.IsInvite);
        if (context is null)
            return world.Bus.IsDeciding(key)
                ? CancelCase.WhileTheRouteIsDecided : CancelCase.BeforeTheRouteIsDecided;
        var callId = SimPhone.Text(cancel.CallId);
        if (world.Phones.Any(p => p.Legs.Any(l => l.CallId == callId && l.WasUp))) return CancelCase.CrossingA200;
        if (!context.IsOpen) return null;
        return context.Branches.Any(b => b.Phase == BranchPhase.Resolving)
            ? CancelCase.WhileTheRouteIsDecided : CancelCase.AfterTheBranchWentOut;
    }
}
