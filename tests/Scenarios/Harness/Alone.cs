using ServerlessSip.Contracts;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>
/// Scenarios are timed: one runs at a time, and none beside another assembly that takes the same lock.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone : ICollectionFixture<Alone.TimedTests>
{
    public const string Name = "timed, alone";

    /// <summary>Holds the lock file from the first scenario to the last.</summary>
    public sealed class TimedTests : IDisposable
    {
        private readonly FileStream _lock = TimedTestLock.Take();

        public void Dispose() => _lock.Dispose();
    }
}
