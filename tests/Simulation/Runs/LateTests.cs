using ServerlessSip.Engine.Calls;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>What chance brings too seldom: commands that come too late, and more at a time than is taken.</summary>
public class LateTests
{
    private const int Sent = 20;
    private static readonly TimeSpan At = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_call_whose_INVITE_leaves_after_the_relay_gave_up_ends_with_500_and_stops_the_phone()
    {
        var scene = new Scene(options: Slow("INVITE ", TimeSpan.FromSeconds(11)));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, Behaviour.Rings(), bob));
        scene.Run();
        Assert.Equal(500, alice.Calls[0].Status);
        Assert.Equal((LegState.Ended, false), (bob.Legs[0].State, bob.Legs[0].WasUp));
    }

    [Fact]
    public void A_dialog_with_too_many_open_requests_gets_503_for_the_rest()
    {
        var scene = new Scene(options: Slow("INFO ", TimeSpan.FromSeconds(1)));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, Behaviour.Answers(500), bob));
        scene.At(At + TimeSpan.FromSeconds(2), () =>
        {
            for (var i = 0; i < Sent; i++) alice.Calls[0].Up!.Send("INFO");
        });
        var limit = scene.Run().Settings.Limits.MaxServerTransactions;
        Assert.Equal(limit, alice.Clients.Count(c => c is { Request.Method: "INFO", Status: 200 }));
        Assert.Equal(Sent - limit, alice.Clients.Count(c => c is { Request.Method: "INFO", Status: 503 }));
    }

    [Fact]
    public void A_call_with_too_many_open_requests_from_outside_gets_503_for_the_rest()
    {
        var scene = new Scene(options: Slow("MESSAGE ", TimeSpan.FromSeconds(1)));
        scene.Phone("bob");
        var zoe = scene.Phone("zoe", new PhoneTraits { ForeignDomain = "elsewhere.test" });
        scene.At(At, () =>
        {
            for (var i = 0; i < Sent; i++) Message(zoe, (uint)i);
        });
        var limit = scene.Run().Settings.Limits.MaxServerTransactions;
        Assert.Equal(limit, zoe.Clients.Count(c => c.Status == 200));
        Assert.Equal(Sent - limit, zoe.Clients.Count(c => c.Status == 503));
    }

    [Fact]
    public void A_MESSAGE_that_leaves_after_the_relay_gave_up_is_heard_of_no_more()
    {
        var scene = new Scene(options: Slow("MESSAGE ", TimeSpan.FromSeconds(11)));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, Behaviour.Answers(500), bob) with { Method = "MESSAGE" });
        scene.Run();
        Assert.Equal(500, alice.Calls[0].Status);
    }

    [Fact]
    public void A_re_INVITE_that_leaves_after_the_relay_gave_up_leaves_the_call_up()
    {
        var scene = new Scene(options: Slow("INVITE ", TimeSpan.FromSeconds(11), ";tag=ph2"));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, Behaviour.Answers(500), bob) with
        {
            ReInvites = true,
            CallerHangsUpAfter = TimeSpan.FromSeconds(20),
        });
        scene.Run();
        Assert.Contains(alice.Clients, c => c.Request is { Method: "INVITE", CSeq: 3 } && c.Status == 500);
        Assert.Equal(CallPhase.Ended, scene.World.Watch.Records.Last("late")!.Records[0].State);
    }

    [Fact]
    public void An_answer_that_reaches_the_relay_after_it_gave_up_is_not_heard()
    {
        var scene = new Scene(options: WorldOptions.Default with
        {
            CommandDelay = c => c.Bytes.IsEmpty || c.Bytes.Span.StartsWith("SIP/2.0 500"u8)
                ? TimeSpan.FromSeconds(11) : null,
        });
        var alice = scene.Phone("alice");
        var bob = scene.Phone("bob", new PhoneTraits { ContactUri = "sip:bob@0.0.0.0" });
        scene.Call(Plan(alice, Behaviour.Rings(), bob));
        scene.Run();
        Assert.Equal(500, alice.Calls[0].Status);
        Assert.Empty(bob.Legs);
    }

    private static void Message(SimPhone phone, uint number) => phone.Begin(
        new RequestText
        {
            Method = "MESSAGE",
            Uri = $"sip:bob@{SimWorld.Domain}",
            Branch = phone.NewBranch(),
            From = phone.Aor,
            FromTag = "one",
            To = $"sip:bob@{SimWorld.Domain}",
            CallId = "many",
            CSeq = number + 1,
        },
        _ => { });

    private static CallPlan Plan(SimPhone caller, Behaviour does, SimPhone callee) => new()
    {
        CallId = "late",
        Caller = caller,
        Callee = "bob",
        At = At,
        CancelAfter = TimeSpan.FromMinutes(1),
        Phones = { [callee.Number] = does },
    };

    /// <summary>Messages that begin so reach the relay late.</summary>
    private static WorldOptions Slow(string start, TimeSpan delay, string within = "") => WorldOptions.Default with
    {
        CommandDelay = c => SimPhone.Text(c.Bytes.Span) is var text
            && text.StartsWith(start, StringComparison.Ordinal) && text.Contains(within, StringComparison.Ordinal)
                ? delay : null,
    };
}
