using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>Sends requests to one table by Azure.Core's pipeline; what network or service do never throws.</summary>
internal sealed class TableConnection(TableStoreOptions options)
{
    private const string ApiVersion = "2019-02-02";

    private readonly HttpPipeline _pipeline = TableClientOptions.BuildPipeline(options);
    private readonly string _address = options.Endpoint.Address.AbsoluteUri.TrimEnd('/') + "/";

    internal string Table => options.Table;

    /// <summary>Sends; when the table is missing, makes it and sends again.</summary>
    internal async ValueTask<TableReply> Send(TableRequest request, CancellationToken cancel)
    {
        var reply = await SendOnce(request, cancel);
        if (reply.ErrorCode != StoreFaults.TableNotFound) return reply;
        var made = await SendOnce(TableRequest.CreateTable(Table), cancel);
        return made is { Status: >= 200 and < 300 } or { ErrorCode: "TableAlreadyExists" }
            ? await SendOnce(request, cancel)
            : made;
    }

    private async ValueTask<TableReply> SendOnce(TableRequest request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var message = _pipeline.CreateMessage();
        Fill(message.Request, request);
        try
        {
            await _pipeline.SendAsync(message, cancel);
            return Read(message);
        }
        catch (RequestFailedException failure)
        {
            return NoAnswer(failure.Message);
        }
        catch (AggregateException failures)
        {
            // The retry policy's way to say that every try failed.
            return NoAnswer(failures.InnerExceptions[^1].Message);
        }
        catch (IOException failure)
        {
            return NoAnswer(failure.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return NoAnswer($"no answer within {options.TryTimeout.TotalSeconds:0.###} s");
        }
    }

    private static TableReply NoAnswer(string why) =>
        new() { Status = StoreFaults.NoAnswer, Failure = why.ReplaceLineEndings(" ") };

    private void Fill(Request target, TableRequest request)
    {
        target.Method = request.Method;
        target.Uri.Reset(new Uri(_address + request.Path));
        foreach (var (name, value) in request.Query) target.Uri.AppendQuery(name, value, escapeValue: true);
        target.Headers.SetValue("x-ms-version", ApiVersion);
        target.Headers.SetValue("DataServiceVersion", "3.0");
        target.Headers.SetValue(HttpHeader.Names.Accept, "application/json;odata=minimalmetadata");
        if (request.IfMatch is { } etag) target.Headers.SetValue(HttpHeader.Names.IfMatch, etag);
        if (request.Body is not { } body) return;
        target.Headers.SetValue(HttpHeader.Names.ContentType, "application/json");
        target.Headers.SetValue("Prefer", "return-no-content");
        target.Content = RequestContent.Create(body);
    }

    private static TableReply Read(HttpMessage message)
    {
        var response = message.Response;
        var body = response.ContentStream is null ? default : response.Content.ToMemory();
        return new TableReply
        {
            Status = response.Status,
            ErrorCode = response.Status < 300 ? null : ErrorCode(response, body.Span),
            ETag = response.Headers.TryGetValue(HttpHeader.Names.ETag, out var etag) ? etag : null,
            Continuation = Continuation.Read(response.Headers),
            Body = body,
            Retried = message.ProcessingContext.RetryNumber > 0,
        };
    }

    private static string? ErrorCode(Response response, ReadOnlySpan<byte> body) =>
        response.Headers.TryGetValue("x-ms-error-code", out var code) ? code : EntityReader.ErrorCode(body);
}
