namespace ServerlessSip.Contracts;

/// <summary>A document without meaning.</summary>
public sealed record TestDocument(string Text);
