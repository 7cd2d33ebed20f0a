using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>What the parts of a relay's core share: its options, its memory, its clock and its ways out.</summary>
internal sealed class RelayParts
{
    private const int ShardBits = 4;
    private readonly Shard[] _shards = new Shard[1 << ShardBits];
    private ulong _inputs;
    private bool _isDraining;

    public RelayParts(RelayOptions options, ulong bootNonce, IRelayTransport transport, TimeProvider time)
    {
        Options = options;
        BootNonce = bootNonce;
        Transport = transport;
        Clock = new RelayClock(time);
        Counters = new RelayCounters(options.RelayId);
        for (var i = 0; i < _shards.Length; i++) _shards[i] = new Shard();
        Servers = new Capacity(options.Limits.MaxServerTransactions);
        Clients = new Capacity(options.Limits.MaxClientTransactions);
        Successes = new Capacity(options.Limits.MaxUasSuccesses);
    }

    public RelayOptions Options { get; }
    public ulong BootNonce { get; }
    public IRelayTransport Transport { get; }
    public RelayClock Clock { get; }
    public RelayCounters Counters { get; }
    public Capacity Servers { get; }
    public Capacity Clients { get; }
    public Capacity Successes { get; }
    public TransactionTimes Times => Options.Times;
    public ReadOnlySpan<Shard> Shards => _shards;

    /// <summary>Whether the relay is about to stop: calls go on, none begins.</summary>
    public bool IsDraining
    {
        get => Volatile.Read(ref _isDraining);
        set => Volatile.Write(ref _isDraining, value);
    }

    public Shard ShardOf(ReadOnlySpan<byte> key) => _shards[ByteKeyComparer.Hash(key) >> (64 - ShardBits)];

    public InputId NextInputId() => InputId.FromRelay(BootNonce, Interlocked.Increment(ref _inputs));

    /// <summary>Sends and counts; false when it is known at once that the message cannot go.</summary>
    public bool Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token = null)
    {
        var sent = Transport.Send(target, bytes, token);
        Counters.Add(sent ? RelayCount.SentMessages : RelayCount.TransportErrors);
        return sent;
    }

    /// <summary>Forgets an entry. Call with the shard's lock held.</summary>
    public void Forget(Shard shard, TimedEntry entry)
    {
        shard.Wheel.Remove(entry);
        switch (entry)
        {
            case ServerEntry server when shard.Servers.Remove(server):
                Servers.Give();
                break;
            case ClientEntry client when shard.Clients.Remove(client):
                Clients.Give();
                break;
            case SuccessEntry success when shard.Successes.Remove(success):
                Successes.Give();
                break;
        }
    }
}
