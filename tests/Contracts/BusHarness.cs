using ServerlessSip.Ports;

namespace ServerlessSip.Contracts;

/// <summary>How a handler of the contract suite ends a delivery.</summary>
public enum Handled
{
    Done,
    Abandon,
    DeadLetter,
}

/// <summary>A bus under test, and what its port does not show.</summary>
public abstract class BusHarness : IDisposable
{
    /// <summary>The reason that the adapter gives with Abandon and DeadLetter.</summary>
    public const string Reason = "for a reason";

    public abstract IBus Bus { get; }

    /// <summary>Whether one actor's inputs go to several engines in turn, or all to the one that holds it.</summary>
    public virtual bool SpreadsOneActor => true;

    public abstract DateTimeOffset Now { get; }

    /// <summary>The ids and reasons of the dead letters, oldest first.</summary>
    public abstract IReadOnlyList<(InputId Input, string Reason)> DeadLetters { get; }

    /// <summary>After how many deliveries an input is a dead letter.</summary>
    public abstract int MaxDeliveries { get; }

    /// <summary>One more engine that takes inputs; it leaves when the result is disposed.</summary>
    public abstract IDisposable Attach(Func<Envelope, ValueTask<Handled>> handler);

    public abstract void AttachRelay(string relay, Action<IReadOnlyList<RelayCommand>> perform);

    /// <summary>Lets time pass for the bus.</summary>
    public abstract void Pass(TimeSpan time);

    /// <summary>Takes the running delivery of an actor away, as a lost lock does.</summary>
    public abstract bool TakeAway(ActorKey actor);

    public abstract void Dispose();
}
