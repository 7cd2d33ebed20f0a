using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Somebody without credentials, who tries.</summary>
internal sealed class Stranger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly SimWorld _world;
    private readonly SimPhone _phone;

    public Stranger(SimWorld world, int number)
    {
        _world = world;
        _phone = new SimPhone(world, number, "alice") { IsStranger = true, Password = "guessed" };
        world.Join(_phone);
    }

    public void Begin()
    {
        var plans = _world.Plans.Values.ToArray();
        After(() => _phone.Register());
        After(() => _phone.Call(new CallPlan
        {
            CallId = $"stranger-{_world.Seed}",
            Caller = _phone,
            Callee = "bob",
            At = TimeSpan.Zero,
            CancelAfter = TimeSpan.FromSeconds(5),
        }));
        foreach (var plan in plans)
        {
            After(() => Forge("BYE", plan));
            After(() => Forge("CANCEL", plan));
            After(() => Forge("INVITE", plan));
        }
        After(() => _phone.Send("\0\u0001junk \r\n\r\n"u8.ToArray()));
        After(() => _phone.Send("INVITE sip:bob@sip.test SIP/2.0\r\nVia: what\r\n\r\n"u8.ToArray()));
    }

    private void After(Action what) => _world.Events.After(_world.Chance.Between(1_000, 40_000), what);

    /// <summary>With the Call-ID of another's call, and guessed tags.</summary>
    private void Forge(string method, CallPlan plan)
    {
        var request = new RequestText
        {
            Method = method,
            Uri = $"sip:{plan.Callee}@{SimWorld.Domain}",
            Branch = _phone.NewBranch(),
            From = $"sip:{plan.Caller.User}@{SimWorld.Domain}",
            FromTag = "guess",
            To = $"sip:{plan.Callee}@{SimWorld.Domain}",
            ToTag = method == "BYE" ? "guess" : "",
            CallId = plan.CallId,
            CSeq = 1,
        };
        var forged = _phone.Begin(request, _ => { });
        if (method == "INVITE") _world.Events.After(Patience, () => GiveUp(forged));
    }

    /// <summary>As every caller whose INVITE has a provisional and nothing else (RFC 3261 §9.1).</summary>
    private void GiveUp(ClientTransaction invite)
    {
        if (invite.HasEnded) return;
        _phone.Begin(invite.Request with { Method = "CANCEL" }, _ => { });
        _world.Events.After(ClientTransaction.T1 * 64, invite.Abandon);
    }
}
