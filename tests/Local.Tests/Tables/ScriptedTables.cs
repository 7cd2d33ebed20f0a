using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using ServerlessSip.Local.Tables;
using ServerlessSip.Local.Tests.Azurite;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>Answers each request by the next step of a script and remembers what it was sent.</summary>
internal sealed class ScriptedTables : HttpMessageHandler
{
    internal delegate Task<HttpResponseMessage> Step(Sent request, CancellationToken cancel);

    internal sealed record Sent(HttpMethod Method, string Path, string Body)
    {
        public string? IfMatch { get; init; }

        public string? Authorization { get; init; }
    }

    private readonly Queue<Step> _steps;

    private ScriptedTables(Step[] steps) => _steps = new Queue<Step>(steps);

    internal List<Sent> Requests { get; } = [];

    internal int StepsLeft => _steps.Count;

    internal static (TableStateStore Store, ScriptedTables Service) Run(params Step[] steps) =>
        Run(TimeSpan.FromMinutes(1), steps);

    internal static (TableStateStore Store, ScriptedTables Service) Run(TimeSpan tryTimeout, params Step[] steps)
    {
        var service = new ScriptedTables(steps);
        var store = AzuriteFixture.NewStore(new TableStoreOptions
        {
            Endpoint = TableEndpoint.Development(),
            Table = "sip",
            RetryDelay = TimeSpan.FromMilliseconds(1),
            TryTimeout = tryTimeout,
            Transport = new HttpClientTransport(service),
        });
        return (store, service);
    }

    internal static Step Answer(HttpStatusCode status, string? code = null, string? etag = null, string body = "") =>
        Answer(_ => body, status, code, etag);

    /// <summary>An answer whose body is made from the requests before it.</summary>
    internal static Step Answer(
        Func<Sent, string> body, HttpStatusCode status, string? code = null, string? etag = null) =>
        (request, _) =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body(request)) };
            if (code is not null) response.Headers.Add("x-ms-error-code", code);
            if (etag is not null) response.Headers.TryAddWithoutValidation("ETag", etag);
            return Task.FromResult(response);
        };

    /// <summary>The request may have been performed; its answer never arrives.</summary>
    internal static Step Lost() => (_, _) => throw new HttpRequestException("the connection was reset");

    internal static Step Silence() =>
        (_, cancel) => new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancel);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancel);
        var sent = new Sent(request.Method, request.RequestUri!.AbsolutePath, Encoding.UTF8.GetString(content))
        {
            IfMatch = Header(request, "If-Match"),
            Authorization = Header(request, "Authorization"),
        };
        Requests.Add(sent);
        var response = await _steps.Dequeue()(sent, cancel);
        response.RequestMessage = request;
        return response;
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
