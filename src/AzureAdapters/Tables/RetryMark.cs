using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessSip.AzureAdapters.Tables;

/// <summary>
/// Tells the caller of a client library whether it sent a request more than once: after that, a conflict may be the
/// echo of the first try.
/// </summary>
public sealed class RetryMark : HttpPipelineSynchronousPolicy
{
    private static readonly AsyncLocal<RetryMark?> s_current = new();

    /// <summary>Whether a request since <see cref="Begin"/> was sent more than once.</summary>
    public bool Retried { get; private set; }

    /// <summary>Starts to watch the requests of this flow of execution.</summary>
    public static RetryMark Begin() => s_current.Value = new RetryMark();

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.ProcessingContext.RetryNumber > 0 && s_current.Value is { } current) current.Retried = true;
    }
}
