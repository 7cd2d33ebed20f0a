using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Routing;

/// <summary>When a rule is asked, and whose answer counts.</summary>
public sealed class AskingTests
{
    private readonly RouteBench _bench = new();

    [Fact]
    public void A_request_that_a_rule_fits_is_asked_about_and_nothing_is_sent_but_that_it_is_taken()
    {
        _bench.Invite();
        Assert.Empty(_bench.Sent);
        Assert.Single(_bench.Bench.Effects.OfType<AcceptTransaction>());
        var question = _bench.Question;
        Assert.Equal((RouteBench.Rule, "test", false), (question.Rule, question.Source, question.IsWork));
        Assert.Equal(_bench.Bench.Now + TimeSpan.FromMilliseconds(200), question.AnswerBy);
        Assert.Equal("trying", _bench.Bench.State!.Status);
    }

    [Fact]
    public void Without_a_rule_that_fits_the_address_of_record_rings_in_the_same_turn()
    {
        _bench.Rules.Clear();
        Assert.Equal([RouteBench.Bob], _bench.Invite().Rung);
        Assert.Null(_bench.Bench.State!.Contexts[0].Route);
    }

    [Fact]
    public void Without_routes_a_call_saves_once_and_has_the_effects_that_it_had()
    {
        var bench = new CallBench();
        bench.Register("bob", RouteBench.Bob);
        bench.Receive(Phone.Invite());
        Assert.Equal(["SendSip", "Schedule"], bench.Effects.Select(e => e.GetType().Name));
        Assert.Equal("ring bob@sip.test", Assert.Single(bench.State!.Trace).Decided);
    }

    [Theory]
    [InlineData("PRACK")]
    [InlineData("BYE")]
    public void A_PRACK_or_a_request_in_a_dialog_is_never_asked_about(string method)
    {
        _bench.Bench.Receive(Phone.Request(method, toTag: "x", branch: "z9hG4bKother", callId: "other@caller"));
        _bench.Bench.Receive(Phone.Request("PRACK", branch: "z9hG4bKthird", callId: "third@caller"));
        Assert.Empty(_bench.Bench.Effects.OfType<RunRoute>());
        _bench.Invite().Decide(Route.Continue());
        var success = _bench.Sent[0];
        _bench.Receive(success.Reply(200, "b"));
        var answer = _bench.Sent[0];
        _bench.Bench.Receive(Phone.InDialog("ACK", answer, "b", 1, "z9hG4bKack"));
        Assert.Empty(_bench.Bench.Effects.OfType<RunRoute>());
        _bench.Bench.Receive(Phone.InDialog("INVITE", answer, "b", 2, "z9hG4bKre"));
        Assert.Empty(_bench.Bench.Effects.OfType<RunRoute>());
        Assert.Single(_bench.Sent);
    }

    [Fact]
    public void The_first_answer_counts_and_a_second_changes_nothing()
    {
        _bench.Invite();
        var question = _bench.Question;
        _bench.Decide(Route.Ring("ann@sip.test"));
        var state = _bench.Bench.State;
        _bench.Decide(question, Route.Reply(603));
        Assert.Empty(_bench.Bench.Effects);
        Assert.Same(state, _bench.Bench.State);
    }

    [Fact]
    public void A_CANCEL_while_a_rule_is_asked_gets_487_at_once_and_its_late_answer_changes_nothing()
    {
        _bench.Invite();
        var question = _bench.Question;
        _bench.Receive(Phone.Cancel());
        Assert.Equal([200, 487], _bench.Statuses);
        Assert.Equal(question.Tag, Assert.Single(_bench.Bench.Effects.OfType<StopRoute>()).Tag);
        Assert.Equal("cancelled", _bench.Bench.Events[^1].Data["reason"]);
        var state = _bench.Bench.State;
        _bench.Decide(question, Route.Ring("ann@sip.test"));
        Assert.Empty(_bench.Bench.Effects);
        Assert.Same(state, _bench.Bench.State);
    }

    [Fact]
    public void A_CANCEL_while_a_continuation_is_asked_waits_for_no_phone_that_was_given_up()
    {
        _bench.Continuations.Add("later");
        _bench.Invite().Decide(Route.Ring("bob@sip.test").For(5.Seconds()).Else(Route.Continue("later")));
        var bob = _bench.Sent[0];
        _bench.Receive(bob.Reply(180, "b")).Wait(5.Seconds());
        Assert.Equal("later", _bench.Question.Continuation);
        Assert.Equal([200, 487], _bench.Receive(Phone.Cancel()).Statuses);
    }

    [Fact]
    public void A_phone_that_answers_while_a_continuation_is_asked_wins_and_the_code_is_stopped()
    {
        _bench.Continuations.Add("later");
        _bench.Invite().Decide(Route.Ring("bob@sip.test").For(5.Seconds()).Else(Route.Continue("later")));
        var bob = _bench.Sent[0];
        _bench.Receive(bob.Reply(180, "b")).Wait(5.Seconds());
        var question = _bench.Question;
        Assert.Equal([200], _bench.Receive(bob.Reply(200, "b")).Statuses);
        Assert.Single(_bench.Bench.Effects.OfType<StopRoute>());
        Assert.Empty(_bench.Decide(question, Route.Reply(603)).Sent);
    }

    [Fact]
    public void A_rule_whose_runner_has_died_is_given_up_after_its_time()
    {
        _bench.Invite();
        Assert.Equal(_bench.Bench.Now + TimeSpan.FromSeconds(5.2), _bench.Bench.State!.DueAt);
        Assert.Empty(_bench.Wait(TimeSpan.FromSeconds(5.1)).Sent);
        Assert.Equal([500], _bench.Wait(TimeSpan.FromSeconds(0.1)).Statuses);
        Assert.Single(_bench.Bench.Effects.OfType<StopRoute>());
    }

    [Theory]
    [InlineData(RouteFailure.Threw)]
    [InlineData(RouteFailure.TimedOut)]
    [InlineData(RouteFailure.Invalid)]
    [InlineData(RouteFailure.Busy)]
    [InlineData(RouteFailure.Unknown)]
    public void Each_failure_is_the_configured_answer_and_stands_in_the_trace(RouteFailure failure)
    {
        Assert.Equal([500], _bench.Invite().Decide(null, failure).Statuses);
        Assert.EndsWith("reply 500", _bench.Bench.State!.Trace[^1].Decided);
    }

    [Fact]
    public void Our_users_reach_a_foreign_target_by_a_rule_that_names_it_and_strangers_do_not()
    {
        _bench.Foreign = true;
        const string Uri = "sip:x@elsewhere.example";
        Assert.Equal([403], Statuses(_bench.Bench.Receive(Phone.Request("INVITE", Uri))));
        _bench.Bench.Receive(Phone.Request("INVITE", Uri, from: "sip:alice@sip.test"));
        Assert.Equal([407], _bench.Statuses);
        var line = Phone.Authorize(_bench.Sent[0], "alice", "pw-alice", "INVITE", Uri);
        _bench.Bench.Receive(Phone.Request(
            "INVITE", Uri, from: "sip:alice@sip.test", branch: "z9hG4bKsecond", cseq: 2, lines: line));
        Assert.Equal("alice", _bench.Question.Caller);
        // Without Forward or Bridge it goes nowhere: no open relay.
        Assert.Equal([403], _bench.Decide(Route.Continue()).Statuses);
    }

    [Fact]
    public void State_is_saved_with_the_decision_and_given_to_the_next_question()
    {
        _bench.Continuations.Add("later");
        _bench.Invite();
        var question = _bench.Question;
        _bench.Bench.Give(new RouteAnswer(
            question.Tag, Route.Continue("later"), RouteFailure.None, question.Rule, question.Source)
        {
            State = ImmutableSortedDictionary<string, string>.Empty.Add("note", """{"v":1,"d":7}"""),
        });
        Assert.Equal("""{"v":1,"d":7}""", _bench.Question.State["note"]);
    }

    [Theory]
    [InlineData(16, 16 * 1024, false)]
    [InlineData(17, 100, true)]
    [InlineData(1, 16 * 1024 + 1, true)]
    public void State_beyond_its_limits_is_no_decision(int count, int size, bool fails)
    {
        _bench.Invite();
        var state = ImmutableSortedDictionary<string, string>.Empty;
        for (var i = 0; i < count; i++) state = state.Add($"{i:00}", "");
        state = state.SetItem("00", new string('x', size - 2 * count));
        var question = _bench.Question;
        _bench.Bench.Give(
            new RouteAnswer(question.Tag, Route.Reply(480), RouteFailure.None, "r", "s") { State = state });
        Assert.Equal([fails ? 500 : 480], _bench.Statuses);
    }

    [Fact]
    public void The_trace_keeps_the_last_64_lines_and_every_decision_is_an_event()
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").Because("office hours"));
        var line = _bench.Bench.State!.Trace[^1];
        Assert.Equal(
            (_bench.Bench.Now, RouteBench.Rule, "test", "ring sip:bob@sip.test", "office hours"),
            (line.At, line.Rule, line.Source, line.Decided, line.Reason));
        var event_ = Assert.Single(_bench.Bench.Events, e => e.Type == "route");
        Assert.Equal(("office hours", RouteBench.Rule), (event_.Data["reason"], event_.Data["rule"]));
        var state = _bench.Bench.State with { Trace = [.. Enumerable.Repeat(line, 64)] };
        var turn = new Engine.Proxy.CallTurn(state, new Env(line.At, new ActorKey(ActorKind.Call, 1), default,
            _bench.Bench.Settings));
        Traces.Note(turn, "last");
        Assert.Equal((64, "last"), (turn.State.Trace.Length, turn.State.Trace[^1].Decided));
    }

    [Fact]
    public void Hooks_are_told_where_somebody_wants_to_hear()
    {
        _bench.Hooks.UnionWith([CallHook.Ringing, CallHook.Answered, CallHook.Ended]);
        _bench.Invite().Decide(Route.Continue());
        var bob = _bench.Sent[0];
        Assert.Equal(CallHook.Ringing, Hook(_bench.Receive(bob.Reply(180, "b"))));
        Assert.Equal(CallHook.Answered, Hook(_bench.Receive(bob.Reply(200, "b"))));
        Assert.Equal("answered", _bench.Bench.State!.Status);
        var other = new RouteBench();
        other.Hooks.Add(CallHook.Cancelled);
        other.Invite();
        Assert.Equal(CallHook.Cancelled, Hook(other.Receive(Phone.Cancel())));
    }

    private static CallHook Hook(RouteBench bench) => Assert.Single(bench.Bench.Effects.OfType<TellRoutes>()).Hook;

    private static int[] Statuses(CallBench bench) =>
        [.. bench.Sent.Where(s => !s.Message.IsRequest).Select(s => s.Message.StatusCode)];
}
