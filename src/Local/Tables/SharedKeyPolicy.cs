using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessSip.Local.Tables;

/// <summary>Signs each try of a request by Shared Key in the form of the table service.</summary>
internal sealed class SharedKeyPolicy(TableEndpoint endpoint, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue(HttpHeader.Names.Authorization, $"SharedKey {endpoint.Account}:{Sign(request, date)}");
    }

    // Verb, Content-MD5, Content-Type, date, resource: the table service signs no other header. Only a `comp` parameter
    // would count among the query, and we send none.
    private string Sign(Request request, string date)
    {
        request.Headers.TryGetValue(HttpHeader.Names.ContentType, out var contentType);
        var path = request.Uri.ToUri().AbsolutePath;
        var text = $"{request.Method.Method}\n\n{contentType}\n{date}\n/{endpoint.Account}{path}";
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(endpoint.Key, Encoding.UTF8.GetBytes(text), signature);
        return Convert.ToBase64String(signature);
    }
}
