using Azure;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>How the client library answers that an entity is not there.</summary>
internal sealed class NoValue<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;
    public override T? Value => throw new InvalidOperationException("there is no value");
    public override Response GetRawResponse() => response;
}
