using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessSip.Api.Routing;

/// <summary>The JSON that a request carries.</summary>
internal static class JsonBody
{
    /// <summary>Null for what is not of that form.</summary>
    public static async ValueTask<T?> Read<T>(ApiRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Http.Request.Body, type, request.Cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
