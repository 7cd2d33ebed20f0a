namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>What a session of the queue of inputs is. All senders must agree.</summary>
public enum SessionStrategy
{
    /// <summary>One of a fixed number of lanes, each with many actors: cheap for the broker at any load.</summary>
    Lane,

    /// <summary>One actor: simple, and good to some 50 to 100 calls a second.</summary>
    Call,
}
