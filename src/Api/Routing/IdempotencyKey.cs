using ServerlessSip.Api.Answers;

namespace ServerlessSip.Api.Routing;

/// <summary>What makes a repeated write the same write.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>
    /// False when there is one and it is none; without the header the key is null and the write is a new one.
    /// </summary>
    public static bool TryRead(ApiRequest request, string command, out string? key)
    {
        key = null;
        var values = request.Http.Request.Headers[Header];
        if (values.Count == 0) return true;
        if (values is not [{ } text] || !IsKey(text)) return false;
        // Two callers that chose the same key did not mean the same write.
        key = $"{request.Caller}|{command}|{text}";
        return true;
    }

    /// <summary>What is told of one that is none.</summary>
    public static ApiAnswer Problem => ApiAnswer.Problem(
        400, $"1 to {ApiLimits.MaxIdempotencyKeyLength} visible characters", Header);

    private static bool IsKey(string text) =>
        text.Length is > 0 and <= ApiLimits.MaxIdempotencyKeyLength && text.All(c => c is >= ' ' and <= '~');
}
