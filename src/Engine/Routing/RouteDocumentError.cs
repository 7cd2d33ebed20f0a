namespace ServerlessSip.Engine.Routing;

/// <summary>What is wrong with a decision document.</summary>
/// <param name="Path">The JSON path of the value, from <c>$</c>, e.g. <c>$.else.ring[1]</c>.</param>
/// <param name="Expected">What should stand there.</param>
public sealed record RouteDocumentError(string Path, string Expected)
{
    public override string ToString() => $"{Path}: expected {Expected}";
}
