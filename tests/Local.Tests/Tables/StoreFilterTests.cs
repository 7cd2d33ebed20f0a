using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Tables;

public sealed class StoreFilterTests
{
    private static readonly DateTimeOffset Instant = new(2026, 3, 1, 14, 0, 0, 5, TimeSpan.FromHours(2));

    [Fact]
    public void A_kind_is_a_range_of_partition_keys() => Assert.Equal(
        "PartitionKey ge 'l' and PartitionKey lt 'm'", StoreFilter.Of(new StoreQuery { Kind = ActorKind.Location }));

    [Fact]
    public void Every_condition_is_joined_by_and_with_instants_in_UTC() => Assert.Equal(
        "PartitionKey ge 'c' and PartitionKey lt 'd' and DueAt lt datetime'2026-03-01T12:00:00.0050000Z'"
        + " and OutboxAt lt datetime'2026-03-01T12:00:00.0050000Z' and Resource ge ''",
        StoreFilter.Of(new StoreQuery
        {
            Kind = ActorKind.Call,
            DueBefore = Instant,
            OutboxBefore = Instant,
            ResourcesOnly = true,
        }));
}
