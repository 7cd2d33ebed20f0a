using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Queues;

/// <summary>A queue is everybody's: whatever callers do, its document must stay below 512 KB.</summary>
public sealed class DocumentSizeTests
{
    private const int MostBytes = 512 * 1024;

    [Fact]
    public void Callers_with_endless_names_come_and_go()
    {
        var queue = new QueueBench();
        for (var call = 1; call <= 40; call++)
        {
            queue.Give(new Told(new JoinQueue("sales", QueueBench.Ticket(call), Name(call), null, null)));
            queue.Leave(call);
        }
        Assert.InRange(Size(queue), 1, 64 * 1024);
        Assert.All(queue.State!.Events, e => Assert.Equal(QueueLimits.MaxFromLength, e.Data["from"].Length));
    }

    [Fact]
    public void A_thousand_waits_that_end_at_once_are_ended_by_and_by()
    {
        var queue = new QueueBench(o => o with { MaxCallers = QueueLimits.MaxCallers });
        for (var call = 1; call <= QueueLimits.MaxCallers; call++) queue.Join(call);
        var told = new List<QueueTicket>();
        var before = queue.State!.Callers;
        queue.Now += TimeSpan.FromHours(1);
        for (var timers = 0; !queue.State!.Callers.IsEmpty; timers++)
        {
            Assert.True(timers < 100);
            queue.Give(new TimerFired());
            Assert.InRange(Size(queue), 1, MostBytes);
            Assert.InRange(queue.Told.Count(t => t is QueueOver), 1, QueueLimits.MaxEndedAtOnce);
            if (!queue.State!.Callers.IsEmpty)
                Assert.Equal(queue.Now, Assert.Single(queue.Last.Effects.OfType<Schedule>()).At);
            told.AddRange(before.Except(queue.State!.Callers).Select(c => c.Ticket));
            before = queue.State!.Callers;
            queue.Now += TimeSpan.FromMilliseconds(1);
        }
        Assert.Equal(QueueLimits.MaxCallers, told.Distinct().Count());
    }

    [Fact]
    public void So_are_those_of_a_queue_that_is_configured_no_more()
    {
        var before = new QueueBench(o => o with { MaxCallers = QueueLimits.MaxCallers });
        for (var call = 1; call <= 120; call++) before.Join(call);
        var queue = new QueueBench(o => o with { Name = "another" }) { State = before.State, Now = before.Now };
        var left = new List<int>();
        for (var timers = 0; timers < 3; timers++)
        {
            queue.Give(new TimerFired());
            left.Add(queue.State!.Callers.Length);
            Assert.Equal(left[^1] > 0, queue.Last.Effects.OfType<Schedule>().Any(s => s.At == queue.Now));
            queue.Now += TimeSpan.FromMilliseconds(1);
        }
        Assert.Equal([70, 20, 0], left);
    }

    private static string Name(int call) => $"{call}{new string('x', 15_000)}@far.example";

    private static int Size(QueueBench queue) => new EngineDocumentCodec().Encode(new ActorDocument
    {
        Key = QueueName.Key("sales"),
        State = queue.State,
        Outbox = [new OutboxEntry(new InputId(1), queue.Last.Effects)],
    }).Length;
}
