using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace ServerlessSip.AzureSurface.Fakes;

internal sealed class FakeResponse(int status, string? etag = null, string? errorCode = null) : Response
{
    public override int Status => status;
    public override string ReasonPhrase => "";
    public override Stream? ContentStream { get; set; }
    public override string ClientRequestId { get; set; } = "";

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = name.ToLowerInvariant() switch
        {
            "etag" => etag,
            "x-ms-error-code" => errorCode,
            _ => null,
        };
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
