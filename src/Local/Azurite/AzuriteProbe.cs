using System.Net.Sockets;
using ServerlessSip.Local.Tables;

namespace ServerlessSip.Local.Azurite;

/// <summary>Asks whether a table service answers.</summary>
internal sealed class AzuriteProbe : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };

    /// <summary>True when a table service answers, false when nobody does; throws when somebody else does.</summary>
    internal async Task<bool> AnswersAsync(TableEndpoint endpoint, CancellationToken cancel)
    {
        try
        {
            // Unsigned, so it is refused: but the refusal names its maker.
            using var response = await _client.GetAsync(new Uri(endpoint.Address + "/Tables"), cancel);
            if (response.Headers.Contains("x-ms-request-id")) return true;
            throw NoTableService(endpoint);
        }
        catch (HttpRequestException failure) when (failure.InnerException is SocketException)
        {
            return false;
        }
        catch (HttpRequestException)
        {
            throw NoTableService(endpoint);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw NoTableService(endpoint);
        }
    }

    public void Dispose() => _client.Dispose();

    private static AzuriteStartException NoTableService(TableEndpoint endpoint) =>
        new($"Store:Tables: {endpoint.Address.Authority} is taken by something else; expected: a table service");
}
