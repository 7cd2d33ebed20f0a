using System.Buffers;
using ServerlessSip.Local.Tables;

namespace ServerlessSip.Local.Tests.Tables;

public sealed class PooledBufferTests
{
    [Fact]
    public void What_is_written_stays_while_the_buffer_grows()
    {
        var buffer = new PooledBuffer(16);
        var expected = Enumerable.Range(0, 10_000).Select(index => (byte)index).ToArray();
        foreach (var chunk in expected.Chunk(333)) buffer.Write(chunk);
        Assert.True(buffer.Written.Span.SequenceEqual(expected));
        buffer.Return();
        Assert.True(buffer.Written.IsEmpty);
    }
}
