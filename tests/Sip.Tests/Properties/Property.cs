using FsCheck;
using FsCheck.Fluent;

namespace ServerlessSip.Sip.Tests.Properties;

/// <summary>Runs properties from a fixed seed; <c>FSCHECK_SEED=n</c> tries another. A failure prints its own.</summary>
internal static class Property
{
    private static readonly ulong s_seed =
        ulong.TryParse(Environment.GetEnvironmentVariable("FSCHECK_SEED"), out var seed) ? seed : 20261120;

    public static void Holds<T>(Gen<T> values, Action<T> check, int times = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times).WithReplay(s_seed, 1), Prop.ForAll(Arb.From(values),
            check));
}
