using ServerlessSip.Simulation.Phones;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Checks;

/// <summary>What a relay with a planted fault sends in place of one message.</summary>
internal static class PlantedRelay
{
    public static IEnumerable<ReadOnlyMemory<byte>> Send(Plant plant, ReadOnlyMemory<byte> bytes)
    {
        if (!SipMessage.TryParse(bytes, out var message, out _) || !IsDropped(plant, message!))
            yield return Changed(plant, bytes, message);
        if (message is not { IsRequest: false, Method: SipMethod.Invite, StatusCode: 200 }) yield break;
        if (plant == Plant.SecondFinal) yield return Changed(bytes, "SIP/2.0 200 OK", "SIP/2.0 486 Busy Here");
        if (plant is Plant.OwnAck or Plant.OwnBye) yield return Request(plant == Plant.OwnAck ? "ACK" : "BYE", bytes);
    }

    private static bool IsDropped(Plant plant, SipMessage message) => plant switch
    {
        Plant.LostAck => message is { IsRequest: true, Method: SipMethod.Ack },
        Plant.LostFailureAck => message is { IsRequest: true, Method: SipMethod.Ack } && IsOfOneHop(message),
        Plant.ForgottenCancel => message is { IsRequest: true, Method: SipMethod.Cancel },
        Plant.ForgottenBye => message is { IsRequest: true, Method: SipMethod.Bye },
        Plant.NoFinal => message is { IsRequest: false, Method: SipMethod.Invite, StatusCode: > 407 },
        _ => false,
    };

    private static bool IsOfOneHop(SipMessage message)
    {
        var vias = 0;
        foreach (var _ in message.Values(HeaderName.Via)) vias++;
        return vias == 1;
    }

    /// <summary>The answer to CANCEL gets another To-tag than the INVITE's.</summary>
    private static ReadOnlyMemory<byte> Changed(Plant plant, ReadOnlyMemory<byte> bytes, SipMessage? message)
    {
        if (plant != Plant.SecondTag || message is not { IsRequest: false, Method: SipMethod.Cancel, StatusCode: 200 })
            return bytes;
        var tag = SimPhone.Text(message.ToTag);
        return Changed(bytes, $";tag={tag}", $";tag={tag}x");
    }

    private static ReadOnlyMemory<byte> Changed(ReadOnlyMemory<byte> bytes, string old, string changed) =>
        SimPhone.Bytes(SimPhone.Text(bytes.Span).Replace(old, changed, StringComparison.Ordinal));

    private static ReadOnlyMemory<byte> Request(string method, ReadOnlyMemory<byte> response)
    {
        var lines = SimPhone.Text(response.Span).Split("\r\n");
        lines[0] = $"{method} sip:planted@sip.test SIP/2.0";
        return SimPhone.Bytes(string.Join("\r\n", lines).Replace(" INVITE", $" {method}", StringComparison.Ordinal));
    }
}
