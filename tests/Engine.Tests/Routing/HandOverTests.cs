using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Routing;

/// <summary>Each step on another instance, which knows nothing but the bytes of the document.</summary>
public sealed class HandOverTests
{
    private static readonly EngineDocumentCodec s_codec = new();

    [Fact]
    public void Each_step_of_a_route_can_be_taken_by_an_instance_that_has_only_the_document()
    {
        var bench = new RouteBench();
        bench.Continuations.Add("later");
        bench.Invite();
        var question = bench.Question;
        HandOver(bench);
        bench.Decide(question, Route.Ring("bob@sip.test").For(5.Seconds()).With("X-A", "1")
            .Else(Route.Continue("later")));
        var bob = bench.Sent[0];
        Assert.Contains("X-A: 1", bob.Text);
        HandOver(bench);
        bench.Receive(bob.Reply(180, "b"));
        HandOver(bench);
        bench.Wait(5.Seconds());
        Assert.Equal(("later", "timeout"), (bench.Question.Continuation, bench.Question.Outcome.Event));
        question = bench.Question;
        HandOver(bench);
        bench.Decide(question, Route.Ring("ann@sip.test").On(486, Route.Reply(600, "Everybody is busy")));
        var ann = bench.InviteTo(RouteBench.Ann);
        HandOver(bench);
        bench.Receive(bob.Reply(487, "b"));
        HandOver(bench);
        Assert.StartsWith("SIP/2.0 600 Everybody is busy", bench.Receive(ann.Reply(486, "a")).Sent[^1].Text);
    }

    [Fact]
    public void A_question_in_the_outbox_can_be_put_by_an_instance_that_has_only_the_document()
    {
        var bench = new RouteBench();
        bench.Invite();
        var document = Copy(bench.Bench.State!, bench.Bench.Effects);
        var question = document.Outbox[0].Effects.OfType<RunRoute>().Single().Question;
        Assert.Equal(bench.Question.Request.Bytes.ToArray(), question.Request.Bytes.ToArray());
        Assert.Equal(bench.Question with { Request = question.Request, State = question.State }, question);
    }

    private static void HandOver(RouteBench bench) =>
        bench.Bench.State = (CallState?)Copy(bench.Bench.State!, []).State;

    private static ActorDocument Copy(CallState state, System.Collections.Immutable.ImmutableArray<Effect> effects)
    {
        var document = new ActorDocument
        {
            Key = new ActorKey(ActorKind.Call, 1),
            State = state,
            Outbox = effects.IsEmpty ? [] : [new OutboxEntry(new InputId(1), effects)],
            Version = 1,
        };
        var bytes = s_codec.Encode(document);
        Assert.True(s_codec.TryDecode(ActorKind.Call, s_codec.Version, bytes, out var read, out var reason), reason);
        return (ActorDocument)read!;
    }
}
