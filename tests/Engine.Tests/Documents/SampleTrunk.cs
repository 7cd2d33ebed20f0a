using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Documents;

/// <summary>A trunk's document with every property set.</summary>
internal static class SampleTrunk
{
    private static readonly DateTimeOffset At = SampleDocuments.At;

    public static ActorDocument Document() => new()
    {
        Key = new ActorKey(ActorKind.Trunk, 0xF1),
        State = new TrunkState
        {
            Incarnation = new InputId(7),
            IdCounter = 3,
            Name = "main",
            Targets =
            [
                new TrunkTarget
                {
                    Uri = "sip:gw.example",
                    IsOut = true,
                    Since = At,
                    Misses = 3,
                    Goods = 1,
                    LastStatus = 503,
                    LastAt = At,
                    Probe = new TrunkProbe("z9hG4bKb", "r1", At),
                },
            ],
            NextProbeAt = At,
            ScheduledAt = At,
        },
        Version = 2,
    };
}
