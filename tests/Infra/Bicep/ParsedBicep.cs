using System.Text.Json.Serialization;

namespace ServerlessSip.Infra.Bicep;

/// <summary>One file as the grammar sees it.</summary>
/// <param name="Errors">The rows that it cannot read.</param>
internal sealed record ParsedBicep(
    [property: JsonPropertyName("errors")] int[] Errors, [property: JsonPropertyName("root")] BicepNode Root);
