using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A phone's client transaction (RFC 3261 §17.1).</summary>
internal sealed class ClientTransaction(SimPhone phone, RequestText request, Action<SipMessage?> heard)
{
    public const string ChangedSentBy = "10.9.9.9:5062";
    public static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);
    private readonly byte[] _bytes = request.Write(phone);
    private TimeSpan _pause = T1;
    private TimeSpan? _abandonedAt;

    public RequestText Request => request;
    public bool HasProvisional { get; private set; }
    public bool HasEnded { get; private set; }

    /// <summary>The final status; 0 while there is none, or when none came.</summary>
    public int Status { get; private set; }

    /// <summary>How long after nobody waited for it any more the final came; null when none did.</summary>
    public TimeSpan? Late { get; private set; }
    private bool IsInvite => request.Method == "INVITE";

    public void Start()
    {
        phone.Send(_bytes);
        if (!phone.IsOnStream) phone.World.Events.After(T1, Repeat);
        phone.World.Events.After(T1 * 64, GiveUp);
    }

    public void Received(SipMessage response)
    {
        if (response.StatusCode < 200)
        {
            if (HasEnded) return;
            HasProvisional = true;
            heard(response);
            return;
        }
        if (IsInvite && response.StatusCode >= 300) Acknowledge(response);
        Late ??= phone.World.Events.Now - _abandonedAt;
        if (HasEnded && !(IsInvite && response.StatusCode < 300)) return;
        HasEnded = true;
        Status = response.StatusCode;
        heard(response);
    }

    /// <summary>The user of the transaction waits no more (§9.1).</summary>
    public void Abandon()
    {
        HasEnded = true;
        _abandonedAt = phone.World.Events.Now;
    }

    /// <summary>The connection is gone, and with it every answer.</summary>
    public void Broken()
    {
        if (HasEnded) return;
        HasEnded = true;
        heard(null);
    }

    private void Repeat()
    {
        if (HasEnded || (IsInvite && HasProvisional)) return;
        phone.Send(_bytes);
        _pause = IsInvite || _pause * 2 < T2 ? _pause * 2 : T2;
        phone.World.Events.After(_pause, Repeat);
    }

    private void GiveUp()
    {
        if (HasEnded || (IsInvite && HasProvisional)) return;
        HasEnded = true;
        heard(null);
    }

    /// <summary>§17.1.1.3: in the transaction of its INVITE.</summary>
    private void Acknowledge(SipMessage response) => phone.Send((request with
    {
        Method = "ACK",
        ToTag = SimPhone.Text(response.ToTag),
        SentBy = phone.Traits.IsBehindAlg ? ChangedSentBy : request.SentBy,
        Lines = "",
        Body = "",
    }).Write(phone));
}
