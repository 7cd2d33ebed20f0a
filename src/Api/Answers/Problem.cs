namespace ServerlessSip.Api.Answers;

/// <summary>An error as RFC 9457 tells it; type is about:blank, so the title is the status's own.</summary>
internal sealed record Problem
{
    public string Type { get; init; } = "about:blank";
    public required string Title { get; init; }
    public required int Status { get; init; }
    public required string Detail { get; init; }

    /// <summary>The header, path part, query parameter or body member that is at fault.</summary>
    public string? Field { get; init; }
}
