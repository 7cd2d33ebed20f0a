using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Documents;

/// <summary>A queue's document with every property set, and all that queues and others tell each other.</summary>
internal static class SampleQueue
{
    private static readonly ActorKey Key = new(ActorKind.Queue, 0xE1);
    private static readonly DateTimeOffset At = SampleDocuments.At;
    private static readonly QueueTicket Ticket = new(SampleDocuments.CallKey, 2);

    /// <summary>A caller's wait, as it stands in its call.</summary>
    public static readonly QueueWait Wait = new()
    {
        Name = "sales",
        Queue = Key,
        Visit = 2,
        Until = At,
        Position = 1,
        Waiting = 3,
        RepeatAt = At,
        LastOffer = 4,
        Ringing = [new RingingAgent(4, "bob@example.com", At, IsOver: true)],
    };

    public static readonly AgentCall AgentCall = new(Key, 4, "bob@example.com", 1);

    public static ActorDocument Document() => new()
    {
        Key = Key,
        State = new QueueState
        {
            Incarnation = new InputId(9),
            Name = "sales",
            Callers =
            [
                new QueueCaller
                {
                    Ticket = Ticket,
                    From = "alice@example.com",
                    Skills = ["german"],
                    Priority = 3,
                    Since = At,
                    Until = At,
                    Told = 1,
                },
            ],
            Agents =
            [
                new QueueAgent
                {
                    Agent = "bob@example.com",
                    LoginUntil = At,
                    IdleSince = At,
                    RestUntil = At,
                    Offer = new QueueOffer(4, Ticket, At),
                    Talk = new QueueTalk(3, SampleDocuments.CallKey, At, IsAsked: true),
                },
            ],
            LastOffer = 4,
            LastAgent = "bob@example.com",
            ForgetAt = At,
            ScheduledAt = At,
        },
        Outbox = [new OutboxEntry(new InputId(9), [.. Bodies().Select(b => new Tell(SampleDocuments.CallKey, b))])],
        OutboxAt = At,
        Version = 2,
    };

    public static TellBody[] Bodies() =>
    [
        new JoinQueue("sales", Ticket, "alice@example.com", "alice@example.com", TimeSpan.FromSeconds(60))
        { Skills = ["german"], Priority = 3 },
        new LeaveQueue(Ticket, "cancelled"),
        new OfferEnded(Ticket, 4, "bob@example.com", OfferOutcome.Busy),
        new TalkTold(4, "bob@example.com", GoesOn: true),
        new AgentReachable("sales", "bob@example.com", At),
        new OfferAgent(Key, 2, 4, "bob@example.com", TimeSpan.FromSeconds(20)),
        new WithdrawOffer(2, 4),
        new QueuePlace(2, 1, 3),
        new QueueOver(2, QueueOutcome.TimedOut),
        new AskTalk(Key, 4, "bob@example.com"),
    ];
}
