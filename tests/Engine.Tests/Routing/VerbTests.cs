using System.Text;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Routing;

/// <summary>What each verb does, and what follows it.</summary>
public sealed class VerbTests
{
    private readonly RouteBench _bench = new();

    [Fact]
    public void A_reply_answers_with_status_phrase_and_headers()
    {
        _bench.Invite().Decide(Route.Reply(486, "Gone fishing").With("Retry-After", "60"));
        var answer = Assert.Single(_bench.Sent);
        Assert.StartsWith("SIP/2.0 486 Gone fishing\r\n", answer.Text);
        Assert.Contains("\r\nRetry-After: 60\r\n", answer.Text);
        Assert.Equal("busy", _bench.Bench.Events[^1].Data["reason"]);
    }

    [Fact]
    public void A_reply_of_200_answers_a_MESSAGE_and_fails_for_an_INVITE()
    {
        _bench.Bench.Receive(Phone.Request("MESSAGE"));
        Assert.Equal([200], _bench.Decide(Route.Reply(200)).Statuses);
        var call = new RouteBench();
        Assert.Equal([500], call.Invite().Decide(Route.Reply(200)).Statuses);
    }

    [Fact]
    public void A_redirect_answers_302_with_its_contacts_in_order()
    {
        _bench.Invite().Decide(Route.Redirect("a@elsewhere.example", "tel:+4930"));
        Assert.Equal([302], _bench.Statuses);
        Assert.Contains(
            "Contact: <sip:a@elsewhere.example>;q=1\r\nContact: <tel:+4930>;q=0.5\r\n", _bench.Sent[0].Text);
    }

    [Fact]
    public void A_ring_rings_all_targets_at_once_and_the_first_answer_wins()
    {
        _bench.Invite().Decide(Route.Ring("ann@sip.test", "bob@sip.test"));
        Assert.Equal([RouteBench.Ann, RouteBench.Bob], _bench.Rung);
        var (ann, bob) = (_bench.InviteTo(RouteBench.Ann), _bench.InviteTo(RouteBench.Bob));
        _bench.Receive(bob.Reply(180, "b"));
        _bench.Receive(ann.Reply(200, "a"));
        Assert.Equal([200], _bench.Statuses);
        Assert.Contains(_bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == bob.Branch);
        Assert.Equal("answered", _bench.Bench.State!.Status);
    }

    [Fact]
    public void A_ring_in_order_rings_the_next_when_the_one_before_is_busy()
    {
        _bench.Invite().Decide(Route.Ring("ann@sip.test", "bob@sip.test").InOrder());
        Assert.Equal([RouteBench.Ann], _bench.Rung);
        _bench.Receive(_bench.Sent[0].Reply(486, "a"));
        Assert.Equal([RouteBench.Bob], _bench.Rung);
    }

    [Fact]
    public void A_ring_by_q_rings_the_highest_first()
    {
        _bench.Bench.Change("bob", b => b with { Q = 500 });
        _bench.Bench.Change("ann", b => b with { Q = 1000 });
        _bench.Invite().Decide(Route.Ring("bob@sip.test", "ann@sip.test").ByQ());
        Assert.Equal([RouteBench.Ann], _bench.Rung);
    }

    [Fact]
    public void A_ring_adds_and_removes_headers_and_says_who_is_calling()
    {
        _bench.Invite("Subject: old\r\nX-Old: 1\r\nP-Asserted-Identity: <sip:liar@sip.test>\r\n").Decide(
            Route.Ring("bob@sip.test").With("X-Queue", "sales").Without("Subject").Without("X-Old")
                .As("sales@sip.test", "Sales \"A\""));
        var text = _bench.Sent[0].Text;
        Assert.Contains("\r\nX-Queue: sales\r\n", text);
        Assert.Contains("\r\nP-Asserted-Identity: \"Sales \\\"A\\\"\" <sip:sales@sip.test>\r\n", text);
        Assert.DoesNotContain("Subject:", text);
        Assert.DoesNotContain("X-Old", text);
        Assert.DoesNotContain("liar", text);
    }

    [Fact]
    public void A_header_in_its_compact_form_is_removed_as_well()
    {
        _bench.Invite("s: old\r\n").Decide(Route.Ring("bob@sip.test").Without("Subject"));
        Assert.DoesNotContain("\r\ns: old", _bench.Sent[0].Text);
    }

    [Theory]
    [InlineData(486, "Busy")]
    [InlineData(480, "Any4xx")]
    [InlineData(503, "Else")]
    public void What_follows_goes_by_status_then_class_then_else(int status, string phrase)
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").On(486, Route.Reply(600, "Busy"))
            .On("4xx", Route.Reply(600, "Any4xx")).Else(Route.Reply(600, "Else")));
        _bench.Receive(_bench.Sent[0].Reply(status, "b"));
        Assert.Contains($"SIP/2.0 600 {phrase}\r\n", _bench.Sent.Single(s => !s.Message.IsRequest).Text);
    }

    [Fact]
    public void A_phone_that_rings_too_long_is_cancelled_and_what_follows_begins_at_once()
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").For(5.Seconds()).Else(Route.Ring("ann@sip.test")));
        var bob = _bench.Sent[0];
        _bench.Receive(bob.Reply(180, "b")).Wait(5.Seconds());
        Assert.Contains(_bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == bob.Branch);
        Assert.Equal([RouteBench.Ann], _bench.Rung);
        var ann = _bench.InviteTo(RouteBench.Ann);
        Assert.Empty(_bench.Receive(bob.Reply(487, "b")).Sent);
        Assert.Equal([200], _bench.Receive(ann.Reply(200, "a")).Statuses);
    }

    [Fact]
    public void An_answer_that_crosses_the_end_of_the_ring_time_wins()
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").For(5.Seconds()).On("timeout", Route.Ring("ann@sip.test")));
        var bob = _bench.Sent[0];
        _bench.Receive(bob.Reply(180, "b")).Wait(5.Seconds());
        var ann = _bench.InviteTo(RouteBench.Ann);
        _bench.Receive(ann.Reply(180, "a"));
        Assert.Equal([200], _bench.Receive(bob.Reply(200, "b")).Statuses);
        Assert.Contains(_bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == ann.Branch);
    }

    [Fact]
    public void Without_anything_to_follow_the_end_of_the_ring_time_is_408()
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").For(5.Seconds()));
        var bob = _bench.Sent[0];
        _bench.Receive(bob.Reply(180, "b")).Wait(5.Seconds());
        Assert.Equal([408], _bench.Receive(bob.Reply(487, "b")).Statuses);
    }

    [Fact]
    public void A_late_603_of_a_phone_that_was_given_up_does_not_end_the_next_ring()
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").For(5.Seconds()).Else(Route.Ring("ann@sip.test")));
        var bob = _bench.Sent[0];
        _bench.Receive(bob.Reply(180, "b")).Wait(5.Seconds());
        Assert.Empty(_bench.Receive(bob.Reply(603, "b")).Sent);
    }

    [Fact]
    public void A_6xx_ends_the_search_unless_the_route_names_it()
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").Else(Route.Ring("ann@sip.test")));
        Assert.Equal([603], _bench.Receive(_bench.Sent[0].Reply(603, "b")).Statuses);
        var named = new RouteBench();
        named.Invite().Decide(Route.Ring("bob@sip.test").On("6xx", Route.Ring("ann@sip.test")));
        named.Receive(named.Sent[0].Reply(603, "b"));
        Assert.Equal([RouteBench.Ann], named.Rung);
    }

    [Fact]
    public void The_best_response_of_all_that_was_tried_goes_back()
    {
        _bench.Invite().Decide(Route.Ring("bob@sip.test").Else(Route.Ring("ann@sip.test")));
        _bench.Receive(_bench.Sent[0].Reply(486, "b"));
        Assert.Equal([486], _bench.Receive(_bench.InviteTo(RouteBench.Ann).Reply(480, "a")).Statuses);
    }

    [Theory]
    [InlineData("carol@sip.test", 480)]
    [InlineData("nobody@sip.test", 404)]
    public void Whom_nobody_can_reach_is_unreachable(string target, int status)
    {
        _bench.Invite().Decide(Route.Ring(target));
        Assert.Equal([status], _bench.Statuses);
        var named = new RouteBench();
        named.Invite().Decide(Route.Ring(target).On("unreachable", Route.Ring("ann@sip.test")));
        Assert.Equal([RouteBench.Ann], named.Rung);
    }

    [Fact]
    public void A_ring_of_a_foreign_address_is_no_decision()
    {
        _bench.Invite().Decide(Route.Ring("ann@elsewhere.example"));
        Assert.Equal([500], _bench.Statuses);
        Assert.Contains("no address of ours", _bench.Bench.State!.Trace[^1].Reason);
    }

    [Fact]
    public void Continue_rings_the_address_of_record_when_no_other_rule_fits()
    {
        _bench.Invite().Decide(Route.Continue());
        Assert.Equal([RouteBench.Bob], _bench.Rung);
    }

    [Fact]
    public void Continue_asks_the_next_rule_that_fits()
    {
        _bench.Rules.Add(new RouteRule("Test.Next", "test", IsWork: true));
        _bench.Invite().Decide(Route.Continue());
        Assert.Equal(("Test.Next", true), (_bench.Question.Rule, _bench.Question.IsWork));
        Assert.Equal([403], _bench.Decide(Route.Reply(403)).Statuses);
    }

    [Fact]
    public void A_named_continuation_is_asked_with_what_went_before()
    {
        _bench.Continuations.Add("afterBusy");
        _bench.Invite().Decide(Route.Ring("bob@sip.test").Else(Route.Continue("afterBusy")));
        _bench.Receive(_bench.Sent[0].Reply(486, "b"));
        Assert.Equal(("afterBusy", 486), (_bench.Question.Continuation, _bench.Question.Outcome.Status));
        _bench.Decide(Route.Ring("ann@sip.test"));
        Assert.Equal([RouteBench.Ann], _bench.Rung);
    }

    [Fact]
    public void A_continuation_that_is_not_there_is_no_decision()
    {
        _bench.Invite().Decide(Route.Continue("nowhere"));
        Assert.Equal([500], _bench.Statuses);
    }

    [Fact]
    public void A_challenge_asks_for_a_password_and_the_right_one_is_known_to_the_route()
    {
        _bench.Invite().Decide(Route.Challenge());
        Assert.Equal([407], _bench.Statuses);
        Assert.Empty(_bench.Bench.State!.Records);
        var line = Phone.Authorize(_bench.Sent[0], "alice", "pw-alice", "INVITE", "sip:bob@sip.test");
        _bench.Bench.Receive(Phone.Request("INVITE", branch: "z9hG4bKsecond", cseq: 2, lines: line));
        Assert.Equal("alice", _bench.Question.Caller);
        Assert.Equal([403], _bench.Decide(Route.Challenge()).Statuses);
    }

    [Fact]
    public void A_wrong_password_after_a_challenge_is_challenged_again_without_asking_the_route()
    {
        _bench.Invite().Decide(Route.Challenge());
        var line = Phone.Authorize(_bench.Sent[0], "alice", "guess", "INVITE", "sip:bob@sip.test");
        _bench.Bench.Receive(Phone.Request("INVITE", branch: "z9hG4bKsecond", cseq: 2, lines: line));
        Assert.Equal([407], _bench.Statuses);
        Assert.Empty(_bench.Bench.Effects.OfType<Engine.Actors.RunRoute>());
    }

    [Fact]
    public void Sixteen_steps_are_taken_and_the_next_is_refused()
    {
        Route route = Route.Reply(480);
        _bench.Continuations.Add("again");
        _bench.Invite();
        for (var i = 0; i < 5; i++) _bench.Decide(Route.Continue("again"));
        Assert.Equal(11, _bench.Bench.State!.Contexts[0].Route!.Steps);
        for (var i = 0; i < 2; i++) _bench.Decide(Route.Continue("again"));
        Assert.Equal([], _bench.Statuses);
        _bench.Decide(Route.Continue("again"));
        Assert.Equal([500], _bench.Statuses);
        Assert.Contains("16 steps", _bench.Bench.State!.Trace[^1].Reason);
    }

    [Fact]
    public void A_verb_that_this_server_cannot_follow_is_answered_as_configured()
    {
        var bench = new RouteBench(s => s with { Routing = s.Routing! with { FailureStatus = 503 } });
        Assert.Equal([503], bench.Invite().Decide(null, RouteFailure.Invalid).Statuses);
    }

    [Fact]
    public void A_trusted_caller_reads_the_reason_in_a_warning_and_a_stranger_does_not()
    {
        _bench.Invite().Decide(Route.Reply(480).Because("we are \"closed\""));
        Assert.DoesNotContain("Warning:", _bench.Sent[0].Text);
        var known = new RouteBench();
        known.Bench.Receive(Phone.Request("INVITE", from: "sip:alice@sip.test"));
        var line = Phone.Authorize(known.Sent[0], "alice", "pw-alice", "INVITE", "sip:bob@sip.test");
        known.Bench.Receive(Phone.Request(
            "INVITE", from: "sip:alice@sip.test", branch: "z9hG4bKsecond", cseq: 2, lines: line));
        known.Decide(Route.Reply(480).Because("we are \"closed\""));
        Assert.Contains(
            "Warning: 399 sip.test \"Test.Rule (test): reply 480: we are 'closed'\"\r\n", known.Sent[0].Text);
        Assert.Equal("alice", Encoding.ASCII.GetString(known.Sent[0].Message.From!.Uri.User));
    }
}
