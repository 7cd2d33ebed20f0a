using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;

namespace ServerlessSip.Engine.Tests.Queues;

public sealed class ParkSlotTests
{
    private static readonly string s_slot = QueueName.OfSlot("701");

    [Fact]
    public void A_user_who_calls_the_slot_of_a_parked_call_gets_it()
    {
        var slot = new QueueBench(name: s_slot);
        slot.Join(1);

        Call(slot, 2, "ann@sip.test");

        Assert.Equal(("ann@sip.test", 1), (slot.Offers.Single().Agent, slot.Offers.Single().Visit));
        Assert.Contains(new QueueOver(1, QueueOutcome.Fetched), slot.Told);
        Assert.Equal([1], slot.Callers);
    }

    [Fact]
    public void A_stranger_who_calls_it_is_refused()
    {
        var slot = new QueueBench(name: s_slot);
        slot.Join(1);

        Call(slot, 2, null);

        Assert.Equal(new QueueOver(1, QueueOutcome.Full), Assert.Single(slot.Told));
    }

    [Fact]
    public void Two_who_fetch_at_a_time_do_not_both_get_it()
    {
        var slot = new QueueBench(name: s_slot);
        slot.Join(1);
        Call(slot, 2, "ann@sip.test");

        Call(slot, 3, "ben@sip.test");

        Assert.Equal(new QueueOver(1, QueueOutcome.Full), Assert.Single(slot.Told));
        Assert.Equal(409, slot.Command(QueueCommands.Fetch, "ben").Last.Result!.Status);
    }

    [Fact]
    public void Who_does_not_answer_leaves_the_call_parked_for_another()
    {
        var slot = new QueueBench(name: s_slot);
        slot.Join(1).Command(QueueCommands.Fetch, "ann");
        Assert.Equal(200, slot.Last.Result!.Status);

        slot.End(slot.Offers.Single(), OfferOutcome.NoAnswer, 1);

        Assert.Equal([1], slot.Callers);
        Assert.Empty(slot.State!.Agents);
        Assert.Equal(200, slot.Command(QueueCommands.Fetch, "ben").Last.Result!.Status);
    }

    [Fact]
    public void A_call_that_was_fetched_leaves_the_slot_free_and_its_document_goes_in_a_day()
    {
        var slot = new QueueBench(name: s_slot);
        slot.Join(1).Command(QueueCommands.Fetch, "ann");
        slot.End(slot.Offers.Single(), OfferOutcome.Answered, 1);

        Assert.Empty(slot.State!.Callers);
        Assert.Empty(slot.State.Agents);
        slot.After(TimeSpan.FromHours(24).TotalSeconds);

        Assert.Null(slot.State);
    }

    [Fact]
    public void The_time_of_a_parked_call_ends()
    {
        var slot = new QueueBench(name: s_slot);
        slot.Join(1);

        slot.After(ParkSlot.DefaultTime.TotalSeconds);

        Assert.Contains(new QueueOver(1, QueueOutcome.TimedOut), slot.Told);
    }

    private static void Call(QueueBench slot, int call, string? user) =>
        slot.Give(new Told(new JoinQueue(s_slot, QueueBench.Ticket(call), user ?? "x@far.example", user, null)));
}
