using System.Text.Json.Serialization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Documents;

/// <summary>The payload of an envelope as it is written: one of these.</summary>
internal sealed record PayloadDocument
{
    public int Version { get; init; } = PayloadCodec.Version;
    public CommandReceived? Command { get; init; }
    public DnsAnswer? Dns { get; init; }

    // Newer than the form without them, which stays as it was.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RouteQuestion? Question { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RouteAnswer? Route { get; init; }

    /// <summary>The bytes that the rest refers to by number; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[][]? Blobs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TellBody? Tell { get; init; }
}
