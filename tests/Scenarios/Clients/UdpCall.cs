namespace ServerlessSip.Scenarios.Clients;

/// <summary>A call that is up between two <see cref="UdpPhone"/>s, seen from both.</summary>
internal sealed record UdpCall(UdpPhone Caller, UdpPhone Callee, PhoneDialog CallerSide, PhoneDialog CalleeSide)
{
    /// <summary>The INVITE as it reached the callee: with the server's Record-Route and Via.</summary>
    public required SipText Received { get; init; }

    /// <summary>INVITE with credentials, 180, 200, ACK.</summary>
    public static async Task<UdpCall> Establish(UdpPhone caller, UdpPhone callee)
    {
        var invite = await caller.Challenged(caller.NewRequest("INVITE", callee.Address));
        await caller.Send(invite);
        var received = await callee.Request("INVITE");
        var tag = UdpPhone.Random();
        await callee.Reply(received, 180, tag);
        await caller.Provisional(invite, 180);
        var answered = await callee.Reply(received, 200, tag);
        var answer = await caller.Final(invite);
        Assert.Equal(200, answer.Status);
        var dialog = PhoneDialog.OfCaller(answer);
        await caller.Send(caller.InDialog(dialog, "ACK", int.Parse(invite["CSeq"].Split(' ')[0])));
        await callee.Request("ACK");
        return new UdpCall(caller, callee, dialog, PhoneDialog.OfCallee(received, answered["To"]))
        { Received = received };
    }

    /// <summary>One side's BYE reaches the other, whose 200 comes back.</summary>
    public async Task HangUp(bool byCaller)
    {
        var (from, dialog, to) = byCaller ? (Caller, CallerSide, Callee) : (Callee, CalleeSide, Caller);
        var bye = from.InDialog(dialog, "BYE");
        await from.Send(bye);
        await to.Reply(await to.Request("BYE"), 200);
        Assert.Equal(200, (await from.Final(bye)).Status);
    }
}
