using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Requests that fit a call nearly: another Call-ID, another branch, another dialog.</summary>
public class StrangeRequestTests
{
    private static readonly TimeSpan At = TimeSpan.FromSeconds(3);
    private static readonly PhoneTraits Foreign = new() { ForeignDomain = "elsewhere.test" };
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(6);

    [Fact]
    public void A_tag_of_ours_with_another_call_id_leads_nowhere()
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, "strange", (bob, Behaviour.Rings())) with { CancelAfter = Ms(1_000) });
        var message = new List<ClientTransaction>();
        scene.At(Later, () =>
        {
            var forged = Request(alice, "MESSAGE", "other") with { ToTag = CallOf(scene).Contexts[^1].ToTag! };
            message.Add(alice.Begin(forged, _ => { }));
            alice.Send((forged with { Method = "ACK", Branch = alice.NewBranch() }).Write(alice));
        });
        scene.Run();
        Assert.Equal(481, message[0].Status);
    }

    [Fact]
    public void A_contact_of_ours_with_another_call_id_leads_nowhere()
    {
        var scene = new Scene(options: WorldOptions.Default with
        {
            Route = user => user == "desk" ? Route.Bridge("sip:bob@sip.test") : Route.Continue(),
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        var plan = Plan(alice, "strange", (bob, Behaviour.Answers(500))) with { Callee = "desk" };
        scene.World.OwnPlan = plan;
        scene.Call(plan);
        var message = new List<ClientTransaction>();
        scene.At(Later, () => message.Add(
            bob.Begin(Request(bob, "MESSAGE", "other") with { Uri = bob.Legs[0].Dialog.Target }, _ => { })));
        scene.Run();
        Assert.Equal(404, message[0].Status);
    }

    [Fact]
    public void Where_two_INVITEs_fit_a_CANCEL_and_an_ACK_with_changed_vias_neither_counts()
    {
        var scene = new Scene();
        var bob = scene.Phone("bob");
        var zoe = scene.Phone("zoe", Foreign);
        scene.World.Plans["twice"] = Plan(zoe, "twice", (bob, Behaviour.Declines(486, 2_000)));
        var sent = new List<ClientTransaction>();
        var invite = Request(zoe, "INVITE", "twice");
        scene.At(At, () =>
        {
            sent.Add(zoe.Begin(invite with { Branch = zoe.NewBranch() }, _ => { }));
            sent.Add(zoe.Begin(invite with { Branch = zoe.NewBranch() }, _ => { }));
        });
        scene.At(At + Ms(1_000), () => sent.Add(
            zoe.Begin(invite with { Method = "CANCEL", Branch = zoe.NewBranch() }, _ => { })));
        scene.At(At + Ms(2_200), () =>
            zoe.Send((invite with { Method = "ACK", Branch = zoe.NewBranch(), ToTag = "any" }).Write(zoe)));
        scene.Run();
        Assert.Equal([486, 486, 481], sent.Select(s => s.Status));
    }

    [Fact]
    public void Two_callers_with_one_call_id_have_a_call_each()
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        var carol = scene.Phone("carol");
        var first = Plan(alice, "shared", (bob, Behaviour.Answers(1_000)));
        scene.Call(first);
        scene.At(At + Ms(200), () => carol.Call(Plan(carol, "shared") with { CancelAfter = Ms(400) }));
        var world = scene.Run();
        Assert.Equal((200, 487), (alice.Calls[0].Status, carol.Calls[0].Status));
        Assert.Equal(2, world.Watch.Records.Last("shared")!.Records.Length);
    }

    [Fact]
    public void Credentials_that_were_used_are_challenged_again()
    {
        var scene = new Scene();
        var alice = scene.Phone("alice");
        scene.Phone("bob");
        var sent = new List<ClientTransaction>();
        scene.At(At, () => alice.Begin(Request(alice, "MESSAGE", "again"), Challenged));
        scene.Run();
        Assert.Equal([200, 407], sent.Select(s => s.Status));

        void Challenged(SipMessage? challenge)
        {
            var request = Request(alice, "MESSAGE", "again") with { CSeq = 2 };
            var line = Authorization.Line(challenge!, request, alice.User, alice.Password)!;
            sent.Add(alice.Begin(request with { Lines = line }, _ => { }));
            scene.At(Ms(500), () => sent.Add(
                alice.Begin(request with { Lines = line, CSeq = 3, Branch = alice.NewBranch() }, _ => { })));
        }
    }

    [Fact]
    public void Credentials_that_are_too_old_are_challenged_again()
    {
        var scene = new Scene(options: WorldOptions.Default with
        {
            Limits = WorldOptions.Default.Limits with { NonceLife = TimeSpan.FromSeconds(10) },
        });
        var alice = scene.Phone("alice");
        scene.Phone("bob");
        var sent = new List<ClientTransaction>();
        scene.At(At, () => alice.Begin(Request(alice, "MESSAGE", "old"), challenge => scene.At(Ms(15_000), () =>
        {
            var request = Request(alice, "MESSAGE", "old") with { CSeq = 2 };
            var line = Authorization.Line(challenge!, request, alice.User, alice.Password)!;
            sent.Add(alice.Begin(request with { Lines = line }, _ => { }));
        })));
        scene.Run();
        Assert.Equal(407, sent[0].Status);
    }

    [Fact]
    public void A_call_abroad_that_comes_back_as_it_went_is_a_loop()
    {
        const string shop = $"sip:shop@{SimRoutes.ForeignHost}";
        var scene = new Scene(options: WorldOptions.Default with { Route = _ => Route.Ring("bob@sip.test") });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, "around", (bob, Behaviour.Answers(3_000))) with { Callee = shop });
        var sent = new List<ClientTransaction>();
        scene.At(At + Ms(1_000), () =>
        {
            var ours = CallOf(scene).Contexts[^1].Branches[0].Branch;
            var again = Request(alice, "INVITE", "around") with { Uri = shop, CSeq = 2 };
            sent.Add(alice.Begin(
                again with { Lines = $"Via: SIP/2.0/UDP {Listening.Udp};branch={ours}\r\n" }, _ => { }));
        });
        scene.Run();
        Assert.Equal((200, 482), (alice.Calls[0].Status, sent[0].Status));
    }

    [Fact]
    public void A_call_abroad_that_comes_back_for_a_user_of_ours_is_no_loop()
    {
        var scene = new Scene(options: WorldOptions.Default with
        {
            Route = user => user == "shop" ? Route.Forward($"sip:shop@{Neighbour.At}") : Route.Continue(),
        });
        var alice = scene.Phone("alice");
        Assert.Equal("bob", Neighbour.HuntsFor("abroad-and-back"));
        scene.Call(Plan(alice, "abroad-and-back") with { Callee = $"sip:shop@{SimRoutes.ForeignHost}" });
        scene.Run();
        // Our credentials have stayed with us: who comes from abroad is asked for them.
        Assert.Equal(407, alice.Calls[0].Status);
    }

    [Fact]
    public void A_request_with_a_Via_further_down_that_cannot_be_read_is_forwarded()
    {
        var scene = new Scene();
        var bob = scene.Phone("bob");
        var zoe = scene.Phone("zoe", Foreign);
        scene.Call(Plan(zoe, "vias", (bob, Behaviour.Answers(500))));
        var sent = new List<ClientTransaction>();
        scene.At(At + Ms(1_000), () => sent.Add(
            zoe.Begin(Request(zoe, "MESSAGE", "vias") with { Lines = "Via: nonsense\r\n" }, _ => { })));
        scene.Run();
        Assert.Equal((200, 200), (zoe.Calls[0].Status, sent[0].Status));
    }

    [Theory]
    [InlineData("NOTIFY", "Event: refer\r\nSubscription-State: active\r\n", 481)]
    [InlineData("INFO", "", 481)]
    public void A_request_in_a_dialog_that_the_call_does_not_have_gets_481(string method, string lines, int status)
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, "stray", (bob, Behaviour.Answers(500))));
        var sent = new List<ClientTransaction>();
        scene.At(At + Ms(2_000), () => sent.Add(alice.Begin(
            Request(alice, method, "stray") with { ToTag = "nobody", Lines = lines }, _ => { })));
        scene.Run();
        Assert.Equal(status, sent[0].Status);
    }

    [Fact]
    public void A_NOTIFY_for_another_subscriber_than_the_one_that_waits_gets_481()
    {
        var scene = new Scene(options: WorldOptions.Default with
        {
            CommandDelay = c => SimPhone.Text(c.Bytes.Span).StartsWith("SUBSCRIBE ", StringComparison.Ordinal)
                ? TimeSpan.FromSeconds(1) : null,
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, "half") with { Method = "SUBSCRIBE", Lines = "Event: presence\r\nExpires: 60\r\n" });
        var sent = new List<ClientTransaction>();
        const string lines = "Event: presence\r\nSubscription-State: active\r\n";
        scene.At(At + Ms(500), () => sent.Add(bob.Begin(
            Request(bob, "NOTIFY", "half") with { ToTag = "another", Lines = lines }, _ => { })));
        scene.Run();
        Assert.Equal(481, sent[0].Status);
    }

    [Fact]
    public void An_ACK_that_its_dialog_does_not_lead_to_goes_nowhere()
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, "astray", (bob, Behaviour.Answers(500))));
        scene.At(At + Ms(2_000), () =>
        {
            var ack = alice.Calls[0].Up!.Request("ACK", 2);
            alice.Send((ack with { Routes = [.. ack.Routes, "<sip:elsewhere.test;lr>"] }).Write(alice));
        });
        var world = scene.Run();
        Assert.DoesNotContain("elsewhere.test", world.Trace.ToString().Split("relays>").Last());
        Assert.Equal(200, alice.Calls[0].Status);
    }

    [Fact]
    public void A_via_with_too_many_parameters_is_refused_and_as_a_response_dropped()
    {
        var scene = new Scene(options: WorldOptions.Default with { WholeTrace = true });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, "long", (bob, Behaviour.Rings(1_200))) with { CancelAfter = Later });
        var many = string.Concat(Enumerable.Range(0, 200).Select(i => $";p{i}"));
        scene.At(At + Ms(1_000), () =>
        {
            var invite = bob.Servers.First(s => s.Request.Method == SipMethod.Invite).Request;
            var ringing = SimPhone.Text(ResponseWriter.Write(invite, 180, null, "b"u8, default));
            bob.Send(SimPhone.Bytes(Insert(ringing, "Via: ", many)));
            bob.Send(SimPhone.Bytes(ringing.Replace("CSeq: 2 ", "CSeq: 9 ", StringComparison.Ordinal)));
        });
        scene.At(At + Ms(1_500), () =>
        {
            var message = Request(alice, "MESSAGE", "long") with { Branch = alice.NewBranch() + many };
            scene.World.Relays[0].Received(message.Write(alice), System.Net.IPEndPoint.Parse("192.0.2.77:5060"));
        });
        var trace = scene.Run().Trace.ToString();
        Assert.Contains("relays>192.0.2.77:5060 SIP/2.0 400", trace);
        Assert.Equal(2, trace.Split("relays>alice1 SIP/2.0 180").Length);
        Assert.Equal(487, alice.Calls[0].Status);
    }

    /// <summary>After the first value of that header.</summary>
    private static string Insert(string message, string header, string text)
    {
        var end = message.IndexOf("\r\n", message.IndexOf(header, StringComparison.Ordinal), StringComparison.Ordinal);
        return message.Insert(end, text);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static CallState CallOf(Scene scene) => scene.World.Documents
        .Query(new StoreQuery { Kind = ActorKind.Call }).Result.Items
        .Select(i => (CallState)((ActorDocument)i.Document).State!).Single();

    private static CallPlan Plan(
        SimPhone caller, string callId, params (SimPhone Phone, Behaviour Does)[] phones) => new()
        {
            CallId = callId,
            Caller = caller,
            Callee = "bob",
            At = At,
            CancelAfter = TimeSpan.FromMinutes(1),
            Phones = phones.ToDictionary(p => p.Phone.Number, p => p.Does),
        };

    private static RequestText Request(SimPhone phone, string method, string callId) => new()
    {
        Method = method,
        Uri = "sip:bob@sip.test",
        Branch = phone.NewBranch(),
        From = phone.Aor,
        FromTag = "mine",
        To = "sip:bob@sip.test",
        CallId = callId,
        CSeq = 1,
    };
}
