namespace ServerlessSip.Edge;

/// <summary>A listener's address cannot be had; the message names transport and address.</summary>
public sealed class RelayBindException(RelayListener listener, Exception cause)
    : Exception($"{listener.Transport.ToString().ToLowerInvariant()}:{listener.EndPoint}: {cause.Message}", cause)
{
    public RelayListener Listener { get; } = listener;
}
