namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>The queues. Infrastructure makes them under these names.</summary>
public static class QueueNames
{
    /// <summary>Inputs of actors; with sessions.</summary>
    public const string SipIn = "sip-in";

    /// <summary>Commands to relays; with sessions, one a relay.</summary>
    public const string SipOut = "sip-out";

    /// <summary>User code that may wait; without sessions.</summary>
    public const string SipWork = "sip-work";
}
