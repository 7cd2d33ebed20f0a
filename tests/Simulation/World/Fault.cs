namespace ServerlessSip.Simulation.World;

/// <summary>What may go wrong.</summary>
internal enum Fault
{
    Loss,
    Duplicate,
    Reorder,
    OtherRelay,
    BusDelay,
    BusDuplicate,
    LostLock,
    BusTransient,
    CommandsTwice,
    StoreConflict,
    StoreBefore,
    StoreAfter,
    StoreSlow,
    Crash,
    RelayRestart,
    Skew,
    DnsSlow,
    DnsFails,
    LostConnection,
}
