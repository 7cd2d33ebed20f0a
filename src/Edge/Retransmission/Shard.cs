namespace ServerlessSip.Edge.Retransmission;

/// <summary>A part of the relay's memory with its own lock and timers. No code holds the locks of two shards.</summary>
internal sealed class Shard
{
    public readonly Lock Gate = new();
    public readonly EntryTable<ServerEntry> Servers = new();
    public readonly EntryTable<ClientEntry> Clients = new();
    public readonly EntryTable<SuccessEntry> Successes = new();
    public readonly TimerWheel Wheel = new();

    /// <summary>Puts the entry's timer where its machine wants it.</summary>
    public void Rearm(TimedEntry entry) => Wheel.Set(entry, entry.NextAt);
}
