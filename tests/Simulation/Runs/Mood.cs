namespace ServerlessSip.Simulation.Runs;

/// <summary>What the phones of a callee are up to.</summary>
internal enum Mood
{
    AllAnswerTogether,
    AllAnswer,
    AllRefuse,
    AllRing,
    Mixed,
    AllChallenge,
    AllRedirect,
}
