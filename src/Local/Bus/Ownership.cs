namespace ServerlessSip.Local.Bus;

/// <summary>The right to deliver from a mailbox, until the mailbox's generation changes.</summary>
internal sealed class Ownership(Deliveries deliveries, Mailbox mailbox, int generation) : IThreadPoolWorkItem
{
    public Mailbox Mailbox { get; } = mailbox;
    public int Generation { get; } = generation;

    public void Execute() => deliveries.Resume(Mailbox, Generation);
}
