namespace ServerlessSip.Api.Answers;

/// <summary>The outcome of a write.</summary>
internal sealed record CommandView(string Detail);
