namespace ServerlessSip.Scenarios.Clients;

/// <summary>A call that rings between two <see cref="UdpPhone"/>s.</summary>
internal sealed record UdpRinging(UdpPhone Caller, UdpPhone Callee, SipText Invite, SipText Received)
{
    private readonly string _tag = UdpPhone.Random();

    /// <summary>INVITE with credentials, 180.</summary>
    public static async Task<UdpRinging> Begin(UdpPhone caller, UdpPhone callee, string? route = null)
    {
        var first = caller.NewRequest("INVITE", callee.Address);
        var invite = await caller.Challenged(route is null ? first : first.With("Route", route));
        await caller.Send(invite);
        var ringing = new UdpRinging(caller, callee, invite, await callee.Request("INVITE"));
        await callee.Reply(ringing.Received, 180, ringing._tag);
        await caller.Provisional(invite, 180);
        return ringing;
    }

    /// <summary>The callee's 200 is on its way.</summary>
    public Task<SipText> Answer() => Callee.Reply(Received, 200, _tag);

    /// <summary>The 200 has come to the caller: its side of the dialog.</summary>
    public async Task<PhoneDialog> Answered()
    {
        var answer = await Caller.Final(Invite);
        Assert.Equal(200, answer.Status);
        return PhoneDialog.OfCaller(answer);
    }

    /// <summary>The caller's ACK is on its way.</summary>
    public Task Acknowledge(PhoneDialog dialog) =>
        Caller.Send(Caller.InDialog(dialog, "ACK", int.Parse(Invite["CSeq"].Split(' ')[0])));

    /// <summary>The ACK has come to the callee: the call is up.</summary>
    public async Task<UdpCall> Up(PhoneDialog dialog, SipText answer) =>
        new(Caller, Callee, dialog, PhoneDialog.OfCallee(Received, answer["To"]))
        {
            Received = Received,
            Acknowledged = await Callee.Request("ACK"),
        };

    /// <summary>200, ACK.</summary>
    public async Task<UdpCall> Complete()
    {
        var answer = await Answer();
        var dialog = await Answered();
        await Acknowledge(dialog);
        return await Up(dialog, answer);
    }
}
