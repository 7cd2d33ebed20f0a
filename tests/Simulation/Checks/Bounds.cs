using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;

namespace ServerlessSip.Simulation.Checks;

/// <summary>No list of a saved call is longer than its limit.</summary>
internal static class Bounds
{
    private const int MostRecords = 8;

    /// <summary>
    /// Closed transactions are kept for 64·T1: no call of these worlds can have as many as this at a time.
    /// </summary>
    private const int MostContexts = 64;

    /// <summary>What is too long; null for nothing.</summary>
    public static string? Broken(ActorDocument document, EngineLimits limits)
    {
        if (document.Decided.Length > limits.MaxDecided) return $"{document.Decided.Length} inputs are remembered";
        if (document.State is not CallState call) return null;
        if (call.Contexts.Length > MostContexts) return $"{call.Contexts.Length} contexts";
        if (call.Contexts.Count(c => c.IsOpen) > limits.MaxServerTransactions) return "too many open contexts";
        if (call.Contexts.Any(c => c.Branches.Length > limits.MaxForks)) return "a context of too many branches";
        if (call.Dialogs.Length > limits.MaxDialogs) return $"{call.Dialogs.Length} dialogs";
        if (call.Records.Length > MostRecords) return $"{call.Records.Length} records";
        return call.Nonces.Length > limits.MaxNonces ? $"{call.Nonces.Length} nonces" : null;
    }
}
