using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A phone's server transaction (RFC 3261 §17.2): repeats get the last response again.</summary>
internal sealed class ServerTransaction(SimPhone phone, SipMessage request)
{
    private byte[]? _last;
    private bool _acknowledged;

    public SipMessage Request => request;
    public bool HasFinal { get; private set; }
    public bool IsSuccess { get; private set; }

    /// <summary>A failure response to INVITE whose ACK has not come (§17.2.1).</summary>
    public bool LacksAck => HasFinal && !IsSuccess && !_acknowledged && request.Method == SipMethod.Invite;

    /// <param name="session">A session description; empty for no body.</param>
    public void Respond(int status, string toTag, string lines = "", string session = "")
    {
        if (HasFinal) return;
        var recordRoutes = "";
        foreach (var value in request.Values(HeaderName.RecordRoute))
            recordRoutes += $"Record-Route: {SimPhone.Text(value.Span)}\r\n";
        if (session.Length > 0) lines += "Content-Type: application/sdp\r\n";
        var contact = phone.Traits.HasNoContact ? "" : $"Contact: <{phone.Contact}>\r\n";
        if (status < 300) lines = $"{recordRoutes}{contact}{lines}";
        _last = ResponseWriter.Write(new ResponseParts
        {
            Request = request,
            StatusCode = status,
            ToTag = SimPhone.Bytes(toTag),
            HeaderLines = SimPhone.Bytes(lines),
            Body = SimPhone.Bytes(session),
        });
        if (phone.Traits.IsTerse && !phone.IsOnStream)
            _last = SimPhone.Bytes(SimPhone.Text(_last).Replace("Content-Length: 0\r\n", "", StringComparison.Ordinal));
        HasFinal = status >= 200;
        IsSuccess = status is >= 200 and < 300;
        phone.Send(_last);
        if (request.Method != SipMethod.Invite || !HasFinal || (phone.IsOnStream && !IsSuccess)) return;
        phone.World.Events.After(ClientTransaction.T1, () => Again(ClientTransaction.T1, phone.World.Events.Now));
    }

    /// <summary>A repeat of the request. After a 2xx only the dialog repeats (RFC 6026).</summary>
    public void Repeat()
    {
        if (_last is not null && !(IsSuccess && request.Method == SipMethod.Invite)) phone.Send(_last);
    }

    public void Acknowledged() => _acknowledged = true;

    /// <summary>Called when the 2xx has no ACK after 64·T1.</summary>
    public Action? NoAck { get; set; }

    /// <summary>Timers G and H, or §13.3.1.4 for a 2xx.</summary>
    private void Again(TimeSpan pause, TimeSpan begin)
    {
        if (_acknowledged) return;
        if (phone.World.Events.Now - begin >= ClientTransaction.T1 * 64)
        {
            if (IsSuccess) NoAck?.Invoke();
            return;
        }
        phone.Send(_last!);
        var next = pause * 2 < ClientTransaction.T2 ? pause * 2 : ClientTransaction.T2;
        phone.World.Events.After(next, () => Again(next, begin));
    }
}
