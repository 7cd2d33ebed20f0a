namespace ServerlessSip.Infra.Scripts;

/// <summary>How a script ended and what it wrote.</summary>
internal sealed record ScriptResult(int Code, string Output, string Errors);
