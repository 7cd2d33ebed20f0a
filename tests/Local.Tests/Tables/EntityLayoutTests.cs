using System.Text;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>The layout is frozen: what one version wrote, every later one reads.</summary>
public sealed class EntityLayoutTests
{
    private static readonly UInt128 Operation = new(0x0123456789ABCDEF, 0x0123456789ABCDEF);

    private static readonly StoredDocument Small = new()
    {
        Key = new ActorKey(ActorKind.Call, new UInt128(0xC0FFEE, 0xF00D)),
        Version = 7,
        Bytes = "{\"state\":\"ringing\"}"u8.ToArray(),
        Columns = new DocumentColumns
        {
            DueAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            OutboxAt = new DateTimeOffset(2026, 3, 1, 11, 59, 59, 250, TimeSpan.Zero),
            Resource = "calls/c0ffee",
            Status = "ringing",
        },
    };

    private static readonly byte[] LongText =
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("INVITE sip:bob@localhost ", 60)));

    private static EntityProperties Write(StoredDocument document)
    {
        Assert.True(EntityLayout.TryWrite(document, Operation, out var entity, out var reason), reason);
        return entity;
    }

    private static StoredDocument Read(EntityProperties entity)
    {
        Assert.True(EntityLayout.TryRead(entity, out var document, out var reason), reason);
        return document!;
    }

    private static EntityProperties With(EntityProperties entity, EntityProperty changed)
    {
        EntityProperties copy = [];
        foreach (var property in entity) copy.Add(property.Name == changed.Name ? changed : property);
        return copy;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    [Fact]
    public void A_small_document_is_written_as_the_golden_file_says() =>
        Assert.Equal(File.ReadAllText(GoldenEntity.Path("entity-plain.golden.txt")), GoldenEntity.Write(Write(Small)));

    [Fact]
    public void The_golden_file_of_a_small_document_is_read() =>
        AssertSame(Small, Read(GoldenEntity.Read(File.ReadAllText(GoldenEntity.Path("entity-plain.golden.txt")))));

    // Only read: what the compressor makes of the same text may differ from one .NET to the next.
    [Fact]
    public void The_golden_file_of_a_compressed_document_is_read() =>
        AssertSame(
            Small with { Bytes = LongText, Columns = DocumentColumns.None },
            Read(GoldenEntity.Read(File.ReadAllText(GoldenEntity.Path("entity-brotli.golden.txt")))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(512 * 1024)]
    public void Any_bytes_are_read_back(int length)
    {
        var noise = Small with { Bytes = Noise(length) };
        AssertSame(noise, Read(Write(noise)));
        var zeros = Small with { Bytes = new byte[length] };
        AssertSame(zeros, Read(Write(zeros)));
    }

    [Fact]
    public void From_1024_bytes_on_a_document_is_compressed_where_that_makes_it_smaller()
    {
        Assert.Equal(0, Write(Small with { Bytes = new byte[1023] }).Int32("Coding"));
        Assert.Equal(1, Write(Small with { Bytes = new byte[1024] }).Int32("Coding"));
        Assert.Equal(0, Write(Small with { Bytes = Noise(4096) }).Int32("Coding"));
    }

    [Theory]
    [InlineData(64 * 1024, 1)]
    [InlineData(64 * 1024 + 1, 2)]
    [InlineData(512 * 1024, 8)]
    public void Parts_hold_64_KB_at_most(int length, int parts)
    {
        var entity = Write(Small with { Bytes = Noise(length) });
        var binaries = entity.Where(property => property.Kind == EntityValueKind.Binary).ToArray();
        Assert.Equal(parts, binaries.Length);
        Assert.All(binaries, part => Assert.InRange(part.Binary.Length, 1, EntityLayout.MaxPartBytes));
    }

    [Fact]
    public void A_document_of_512_KB_is_written_and_one_byte_more_is_refused()
    {
        Write(Small with { Bytes = new byte[EntityLayout.MaxDocumentBytes] });
        var tooLarge = Small with { Bytes = new byte[EntityLayout.MaxDocumentBytes + 1] };
        Assert.False(EntityLayout.TryWrite(tooLarge, Operation, out _, out var reason));
        Assert.Equal("the document has 524289 bytes, 524288 are allowed", reason);
    }

    [Fact]
    public void A_column_of_1024_characters_is_written_and_one_more_is_refused()
    {
        var most = new string('x', EntityLayout.MaxColumnChars);
        Write(Small with { Columns = new DocumentColumns { Resource = most, Status = most } });
        DocumentColumns[] tooLong = [new() { Resource = most + "x" }, new() { Status = most + "x" }];
        Assert.All(tooLong, columns =>
            Assert.False(EntityLayout.TryWrite(Small with { Columns = columns }, Operation, out _, out _)));
    }

    [Fact]
    public void Damage_is_told_and_never_read_as_a_document()
    {
        var entity = Write(Small with { Bytes = LongText });
        EntityProperties[] damaged =
        [
            [],
            With(entity, EntityProperty.Of("Layout", 2)),
            With(entity, EntityProperty.Of("PartitionKey", "x00")),
            With(entity, EntityProperty.Of("Version", "7")),
            With(entity, EntityProperty.Of("Coding", 2)),
            With(entity, EntityProperty.Of("Coding", 0)),
            With(entity, EntityProperty.Of("Length", LongText.Length - 1)),
            With(entity, EntityProperty.Of("Length", LongText.Length + 1)),
            With(entity, EntityProperty.Of("Length", -1)),
            With(entity, EntityProperty.Of("Length", EntityLayout.MaxDocumentBytes + 1)),
            With(entity, EntityProperty.Of("Part0", (ReadOnlyMemory<byte>)Noise(40))),
            With(entity, EntityProperty.Of("Part0", ReadOnlyMemory<byte>.Empty)),
        ];
        Assert.All(damaged, wrong =>
        {
            Assert.False(EntityLayout.TryRead(wrong, out var document, out var reason));
            Assert.Null(document);
            Assert.NotNull(reason);
        });
    }

    private static void AssertSame(StoredDocument expected, StoredDocument actual)
    {
        Assert.Equal((expected.Key, expected.Version, expected.Columns), (actual.Key, actual.Version, actual.Columns));
        Assert.True(expected.Bytes.Span.SequenceEqual(actual.Bytes.Span), "the bytes differ");
    }
}
