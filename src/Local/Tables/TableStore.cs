using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>Opens the store of one table of Table Storage or Azurite.</summary>
internal static partial class TableStore
{
    public static TableStateStore Open(TableStoreOptions options, IDocumentCodec codec, ILogger log) =>
        new(new RestTable(options), codec, (key, reason) => LogUnreadable(log, key, reason));

    [LoggerMessage(Level = LogLevel.Error, Message = "The entity {Key} cannot be read and is not listed: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string? key, string? reason);
}
