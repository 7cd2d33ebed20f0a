using ServerlessSip.Ports;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>One call that is cancelled, a scene for each case of CANCEL.</summary>
internal static class CancelScenes
{
    private static readonly TimeSpan At = TimeSpan.FromSeconds(3);

    public static SimWorld Run(CancelCase one, WorldOptions options) => one switch
    {
        CancelCase.BeforeTheRouteIsDecided => Run(
            Plan(400, Behaviour.Rings()), PhoneTraits.Plain, PhoneTraits.Plain,
            options with { InputDelay = LateInvite }),
        CancelCase.WhileTheRouteIsDecided => Run(
            Plan(400, Behaviour.Rings()), PhoneTraits.Plain, new PhoneTraits { Host = "bob.phones.test" }, options),
        CancelCase.AfterTheBranchWentOut => Run(
            Plan(1_000, Behaviour.Rings()), PhoneTraits.Plain, PhoneTraits.Plain, options),
        CancelCase.WithChangedSentBy => Run(
            Plan(1_000, Behaviour.Rings()), new PhoneTraits { IsBehindAlg = true }, PhoneTraits.Plain, options),
        _ => Run(Plan(null, Behaviour.Answers(2_000)), PhoneTraits.Plain, PhoneTraits.Plain, options),
    };

    /// <summary>As above, but the phone's first word comes after the CANCEL.</summary>
    public static SimWorld BeforeAProvisional() => Run(
        Plan(1_000, Behaviour.Rings(3_000)), PhoneTraits.Plain, PhoneTraits.Plain, WorldOptions.Default);

    private static SimWorld Run(CancelPlan plan, PhoneTraits caller, PhoneTraits callee, WorldOptions options)
    {
        var scene = new Scene(options: options);
        scene.World.Names.FixedDelay = TimeSpan.FromSeconds(2);
        var alice = scene.Phone("alice", caller);
        var bob = scene.Phone("bob", callee);
        scene.Call(new CallPlan
        {
            CallId = "fixed",
            Caller = alice,
            Callee = "bob",
            At = At,
            CancelAfter = plan.After ?? TimeSpan.FromMinutes(1),
            CancelsWhenAnswered = plan.After is null,
            Phones = { [bob.Number] = plan.Bob },
        });
        return scene.Run();
    }

    private static CancelPlan Plan(int? afterMs, Behaviour bob) =>
        new(afterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null, bob);

    /// <summary>The relay says 100 after 200 ms; the turn begins after 900.</summary>
    private static TimeSpan? LateInvite(Envelope envelope) =>
        envelope.Bytes.Span.StartsWith("INVITE"u8) && envelope.Bytes.Span.IndexOf("Proxy-Authorization"u8) > 0
            ? TimeSpan.FromMilliseconds(900) : null;

    private sealed record CancelPlan(TimeSpan? After, Behaviour Bob);
}
