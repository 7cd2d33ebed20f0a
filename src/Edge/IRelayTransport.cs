namespace ServerlessSip.Edge;

/// <summary>The sockets as the relay's core sees them; tests put a virtual network here.</summary>
internal interface IRelayTransport
{
    /// <summary>Sends one message; false when it is known at once that it cannot go.</summary>
    /// <param name="token">
    /// Handed to <see cref="RelayCore.TransportFailed"/> when a connection that is being made for the message
    /// fails; may be null.
    /// </param>
    bool Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token);
}
