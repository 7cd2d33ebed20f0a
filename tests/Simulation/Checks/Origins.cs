using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Checks;

/// <summary>
/// The proxy makes no ACK to a 2xx and no BYE: whatever it sends of these, a phone sent before. Legs of our own make
/// them; their tags are signed.
/// </summary>
internal sealed class Origins(SimWorld world)
{
    private readonly HashSet<string> _sent = [];
    private readonly HashSet<string> _answered = [];

    public void NodeSends(SipMessage message)
    {
        if (message.From is null || message.To is null) return;
        if (message.IsRequest) _sent.Add(Name(message));
        else if (message.Method == SipMethod.Invite && message.StatusCode is >= 200 and < 300)
            _answered.Add($"{message.CSeq} {Dialog(message)}");
    }

    public void RelaySends(SipMessage request)
    {
        var mustBeForwarded = request.Method == SipMethod.Bye
            || (request.Method == SipMethod.Ack && _answered.Contains($"{request.CSeq} {Dialog(request)}"));
        if (SipToken.TryRead(request.FromTag, TokenPurpose.ToTag, world.Settings.Keys, out _)) return;
        if (mustBeForwarded && !_sent.Contains(Name(request))) world.Fail($"no phone sent {Name(request)}");
    }

    private static string Name(SipMessage m) =>
        $"{SimPhone.Text(m.MethodText)} {m.CSeq} {SimPhone.Text(m.FromTag)} {Dialog(m)}";

    private static string Dialog(SipMessage m) => $"{SimPhone.Text(m.CallId)}|{SimPhone.Text(m.ToTag)}";
}
