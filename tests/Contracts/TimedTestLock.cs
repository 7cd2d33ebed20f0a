namespace ServerlessSip.Contracts;

/// <summary>
/// Keeps assemblies of timed tests apart, for test assemblies run in parallel: whoever holds the file runs.
/// </summary>
public static class TimedTestLock
{
    /// <summary>How long to wait for the other assembly, which is bounded itself.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>Waits for the lock; disposing the file gives it back, and so does the end of the process.</summary>
    public static FileStream Take()
    {
        var path = Path.Combine(Path.GetTempPath(), "serverless-sip-timed-tests.lock");
        var deadline = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Environment.TickCount64 < deadline)
            {
                Thread.Sleep(200);
            }
        }
    }
}
