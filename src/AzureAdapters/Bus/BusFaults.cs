using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>The one table of what a fault of Service Bus means.</summary>
internal static class BusFaults
{
    /// <summary>Null for what is no fault of the bus, and is thrown on.</summary>
    public static BusResult? Classify(Exception fault) => fault switch
    {
        ServiceBusException { Reason: ServiceBusFailureReason.MessageSizeExceeded } => BusResult.Fatal,
        ServiceBusException { Reason: ServiceBusFailureReason.QuotaExceeded } => BusResult.Full,
        // Throttled, link lost, timed out, entity being made or disabled: all of it may pass.
        ServiceBusException => BusResult.Transient,
        TimeoutException or SocketException or IOException or UnauthorizedAccessException => BusResult.Transient,
        Azure.RequestFailedException or Azure.Identity.AuthenticationFailedException => BusResult.Transient,
        // The client is being closed.
        ObjectDisposedException => BusResult.Transient,
        OperationCanceledException => BusResult.Transient,
        _ => null,
    };
}
