using System.Net;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Checks;

/// <summary>
/// Per server transaction one non-2xx final, or 2xx only; and one To-tag in all that we answer ourselves.
/// </summary>
internal sealed class Finals(SimWorld world)
{
    private readonly Dictionary<string, Answered> _transactions = [];
    private readonly HashSet<string> _fromBelow = [];

    /// <summary>A tag that comes from below is not our own there, even if it is ours further down a spiral.</summary>
    public void NodeSends(SipMessage response) => _fromBelow.Add(SimPhone.Text(response.ToTag));

    public void RelaySends(SipMessage response, IPEndPoint to)
    {
        if (response.TopVia is not { } via || response.StatusCode == 100 || IsOverload(response)) return;
        var transaction = $"{to}|{SimPhone.Text(via.Branch)}";
        var key = $"{transaction}|{SimPhone.Text(response.MethodText)}";
        if (!_transactions.TryGetValue(key, out var answered)) _transactions[key] = answered = new Answered();
        var tag = SimPhone.Text(response.ToTag);
        if (response.StatusCode >= 200) CheckFinal(answered, response, tag, key);
        if (tag.Length == 0 || _fromBelow.Contains(tag)) return;
        if (answered.OwnTag is { } own && own != tag) world.Fail($"two To-tags of ours in {key}: {own} and {tag}");
        answered.OwnTag = tag;
        CheckCancel(transaction);
    }

    /// <summary>
    /// A relay's 503 when the bus takes nothing: stateless by intent, so that a repeat may still be taken.
    /// </summary>
    private static bool IsOverload(SipMessage response) =>
        response.StatusCode == 503 && response.TryGet(HeaderName.RetryAfter, out _);

    private void CheckFinal(Answered answered, SipMessage response, string tag, string key)
    {
        var status = response.StatusCode;
        var success = status < 300 && response.Method == SipMethod.Invite;
        if (answered.Status != 0 && !(success && answered.Status < 300)
            && (answered.Status != status || answered.Tag != tag))
            world.Fail($"{status} after {answered.Status} in {key}");
        (answered.Status, answered.Tag) = (status, tag);
    }

    /// <summary>RFC 3261 §9.2: the answer to CANCEL has the To-tag of the answer to its INVITE.</summary>
    private void CheckCancel(string transaction)
    {
        if (_transactions.GetValueOrDefault($"{transaction}|CANCEL") is { Status: 200, OwnTag: { } cancel }
            && _transactions.GetValueOrDefault($"{transaction}|INVITE") is { OwnTag: { } invite } && cancel != invite)
            world.Fail($"CANCEL and INVITE of {transaction} have two To-tags");
    }

    private sealed class Answered
    {
        public int Status { get; set; }
        public string Tag { get; set; } = "";
        public string? OwnTag { get; set; }
    }
}
