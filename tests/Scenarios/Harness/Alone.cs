[assembly: CollectionBehavior(MaxParallelThreads = ServerlessSip.Scenarios.Harness.Alone.Company)]

namespace ServerlessSip.Scenarios.Harness;

/// <summary>
/// The collection of all that is timed: one test at a time, when the classes that are not of it have ended. Those run
/// in company, each beside the others: they wait much, work little, and bear being late.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "timed, alone";

    /// <summary>How many classes run in company; all of them begin at once.</summary>
    public const int Company = 7;
}
