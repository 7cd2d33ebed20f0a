using System.Text.Json.Serialization.Metadata;

namespace ServerlessSip.Api.Answers;

/// <summary>What a resource answers: a status, a body and the few headers that matter.</summary>
internal sealed record ApiAnswer
{
    public required int Status { get; init; }

    /// <summary>Null for an empty body.</summary>
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";
    public string? Location { get; init; }
    public string? Allow { get; init; }

    /// <summary>Seconds; 0 for none.</summary>
    public int RetryAfter { get; init; }

    /// <summary>The value of WWW-Authenticate.</summary>
    public string? Challenge { get; init; }

    public static ApiAnswer Json<T>(T body, JsonTypeInfo<T> type, int status = 200) =>
        new() { Status = status, Body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body, type) };

    /// <summary>RFC 9457.</summary>
    /// <param name="field">The part of the request that is at fault; null when it is not the request's.</param>
    public static ApiAnswer Problem(int status, string detail, string? field = null)
    {
        var problem = new Problem
        {
            Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
            Field = field,
        };
        return Json(problem, ApiJson.Default.Problem, status) with { ContentType = "application/problem+json" };
    }
}
