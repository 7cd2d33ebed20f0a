using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Documents;

/// <summary>The payload of an envelope as it is written: one of these.</summary>
internal sealed record PayloadDocument
{
    public int Version { get; init; } = PayloadCodec.Version;
    public CommandReceived? Command { get; init; }
    public DnsAnswer? Dns { get; init; }
}
