namespace ServerlessSip.Local.Recording;

/// <summary>The log lines of recording.</summary>
internal static partial class RecordingLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} calls are recorded; no more are until the next start")]
    public static partial void RecordingFull(this ILogger log, int count);

    [LoggerMessage(2, LogLevel.Warning, "a recording ended early: {Reason}")]
    public static partial void RecordingFailed(this ILogger log, string reason);
}
