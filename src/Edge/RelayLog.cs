using System.Net;
using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge;

internal static partial class RelayLog
{
    [LoggerMessage(1, LogLevel.Information, "Relay {Relay} listens on {Transport} {EndPoint}")]
    public static partial void Listening(ILogger logger, string relay, SipTransport transport, IPEndPoint endPoint);

    [LoggerMessage(2, LogLevel.Error, "A message received on {EndPoint} was lost by a fault of the relay")]
    public static partial void ReceiveFault(ILogger logger, Exception fault, IPEndPoint endPoint);

    [LoggerMessage(3, LogLevel.Error, "The relay's timers met a fault")]
    public static partial void TimerFault(ILogger logger, Exception fault);

    [LoggerMessage(4, LogLevel.Debug, "Connection {Number} with {Remote} ended: {Reason}")]
    public static partial void ConnectionEnded(ILogger logger, long number, IPEndPoint remote, string reason);

    [LoggerMessage(5, LogLevel.Error, "Accepting connections on {EndPoint} met a fault")]
    public static partial void AcceptFault(ILogger logger, Exception fault, IPEndPoint endPoint);

    [LoggerMessage(6, LogLevel.Error, "A command of kind {Kind} was lost by a fault of the relay")]
    public static partial void CommandFault(ILogger logger, Exception fault, RelayCommandKind kind);
}
