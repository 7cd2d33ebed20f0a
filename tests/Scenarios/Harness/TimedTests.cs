using ServerlessSip.Contracts;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>Keeps these tests apart from those of another run that takes the same lock.</summary>
internal static class TimedTests
{
    private static readonly Lazy<FileStream> Lock = new(TimedTestLock.Take);

    /// <summary>Waits for the lock file the first time; the end of this process gives it back.</summary>
    public static void Begin() => _ = Lock.Value;
}
