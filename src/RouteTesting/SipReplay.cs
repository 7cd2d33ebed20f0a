namespace ServerlessSip.RouteTesting;

/// <summary>A recorded call that was played again and came out the same, for more to be asked of it.</summary>
public sealed class SipReplay : IDisposable
{
    internal SipReplay(SipTest test, TestCall call) => (Test, Call) = (test, call);

    /// <summary>The test that it was played in, at the instant of the last that happened.</summary>
    public SipTest Test { get; }

    public TestCall Call { get; }

    public void Dispose() => Test.Dispose();
}
