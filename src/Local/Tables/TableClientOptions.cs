using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessSip.Local.Tables;

/// <summary>Azure.Core's pipeline as the table store uses it.</summary>
internal sealed class TableClientOptions : ClientOptions
{
    // Azurite closes a connection idle for 5 s (its option for that is without effect); one that we close
    // first is never found dead by a request.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private TableClientOptions(TableStoreOptions options)
    {
        Retry.Mode = RetryMode.Exponential;
        Retry.MaxRetries = options.MaxRetries;
        Retry.Delay = options.RetryDelay;
        Retry.MaxDelay = TimeSpan.FromSeconds(1);
        Retry.NetworkTimeout = options.TryTimeout;
        Transport = options.Transport ?? new HttpClientTransport(new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionIdleTimeout = IdleTimeout,
            ConnectTimeout = ConnectTimeout,
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = !options.Endpoint.Address.IsLoopback,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        });
    }

    internal static HttpPipeline BuildPipeline(TableStoreOptions options) => HttpPipelineBuilder.Build(
        new TableClientOptions(options),
        perCallPolicies: [],
        perRetryPolicies: [new SharedKeyPolicy(options.Endpoint, options.Clock)],
        new ResponseClassifier());
}
