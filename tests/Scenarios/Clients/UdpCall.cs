namespace ServerlessSip.Scenarios.Clients;

/// <summary>A call that is up between two <see cref="UdpPhone"/>s, seen from both.</summary>
internal sealed record UdpCall(UdpPhone Caller, UdpPhone Callee, PhoneDialog CallerSide, PhoneDialog CalleeSide)
{
    /// <summary>The INVITE as it reached the callee: with the server's Record-Route and Via.</summary>
    public required SipText Received { get; init; }

    /// <summary>The ACK as it reached the callee.</summary>
    public SipText Acknowledged { get; init; } = new("", []);

    /// <summary>INVITE with credentials, 180, 200, ACK.</summary>
    /// <param name="route">The caller's outbound proxy, as its first Route; null for none.</param>
    public static async Task<UdpCall> Establish(UdpPhone caller, UdpPhone callee, string? route = null) =>
        await (await UdpRinging.Begin(caller, callee, route)).Complete();

    /// <summary>Who speaks, in which dialog, and who is spoken to.</summary>
    public (UdpPhone From, PhoneDialog Dialog, UdpPhone To) Sides(bool byCaller) =>
        byCaller ? (Caller, CallerSide, Callee) : (Callee, CalleeSide, Caller);

    /// <summary>One side's BYE reaches the other, whose 200 comes back.</summary>
    public async Task HangUp(bool byCaller)
    {
        var (from, dialog, to) = Sides(byCaller);
        var bye = from.InDialog(dialog, "BYE");
        await from.Send(bye);
        await to.Reply(await to.Request("BYE"), 200);
        Assert.Equal(200, (await from.Final(bye)).Status);
    }
}
