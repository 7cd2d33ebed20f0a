using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Api.Answers;

/// <summary>What a write is answered by what became of its command.</summary>
internal static class CommandAnswer
{
    /// <param name="result">Null when there was none in time.</param>
    /// <param name="location">Where to look when it is not done yet.</param>
    public static ApiAnswer Of(CommandResult? result, string location)
    {
        if (result is { Status: >= 400 }) return Refused(result);
        var view = new CommandView(result?.Detail ?? "accepted, not done yet");
        var status = result?.Status ?? 202;
        return ApiAnswer.Json(view, ApiJson.Default.CommandView, status)
            with
        { Location = status == 202 ? location : null };
    }

    /// <summary>What a command that was refused is answered by.</summary>
    public static ApiAnswer Refused(CommandResult result) =>
        ApiAnswer.Problem(result.Status, result.Detail) with { RetryAfter = result.Status == 503 ? 1 : 0 };
}
