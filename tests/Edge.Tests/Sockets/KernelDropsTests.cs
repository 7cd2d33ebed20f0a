using ServerlessSip.Edge.Udp;

namespace ServerlessSip.Edge.Tests.Sockets;

public sealed class KernelDropsTests
{
    [Fact]
    public void The_last_column_of_our_ports_is_summed()
    {
        string[] lines =
        [
            "  sl local_address rem_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode "
                + "ref pointer drops",
            "  1: 0100007F:13C4 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 1 2 0000000000000000 17",
            "  2: 00000000:13C5 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 2 2 0000000000000000 5",
            "  3: 00000000:13C4 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 3 2 0000000000000000 3",
        ];
        Assert.Equal(20, KernelDrops.Sum(lines, new HashSet<int> { 5060 }));
    }
}
