using System.Buffers;
using System.Text;
using ServerlessSip.Local.Tables;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>The bag of properties on the wire.</summary>
public sealed class EntityJsonTests
{
    private static readonly EntityProperties Bag =
    [
        EntityProperty.Of("Text", "a\"+ü"),
        EntityProperty.Of("Int32", int.MinValue),
        EntityProperty.Of("Int64", long.MaxValue),
        EntityProperty.Of("Binary", (ReadOnlyMemory<byte>)new byte[] { 0xFB, 0xFF }),
        EntityProperty.Of("Instant", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1))),
    ];

    [Fact]
    public void Each_type_that_JSON_lacks_is_named_before_its_value()
    {
        var json = new ArrayBufferWriter<byte>();
        EntityWriter.Write(json, Bag);
        Assert.Equal(
            """{"Text":"a\"+ü","Int32":-2147483648,"Int64@odata.type":"Edm.Int64","Int64":"9223372036854775807","""
            + """ "Binary@odata.type":"Edm.Binary","Binary":"+/8=","Instant@odata.type":"Edm.DateTime","""[1..]
            + "\"Instant\":\"2026-03-01T11:00:00.0000000Z\"}",
            Encoding.UTF8.GetString(json.WrittenSpan));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var json = new ArrayBufferWriter<byte>();
        EntityWriter.Write(json, Bag);
        var entity = EntityReader.Read(json.WrittenSpan);
        Assert.Equal(GoldenEntity.Write(Bag), GoldenEntity.Write(entity!.Properties));
    }

    [Fact]
    public void Values_of_other_types_and_metadata_are_skipped()
    {
        const string body = """
            {"odata.metadata":"m","odata.etag":"W/\"1\"",
             "Double":1.5,"Bool":true,"Null":null,"Deep":{"a":[1]},"Last":"x"}
            """;
        var entity = EntityReader.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal("W/\"1\"", entity!.ETag);
        Assert.Equal("Last Text x\n", GoldenEntity.Write(entity.Properties));
    }

    [Theory]
    [InlineData("""{"odata.etag":5}""")]
    [InlineData("""{"A@odata.type":{"x":1},"A":"b"}""")]
    [InlineData("""{"A":"\uD800"}""")]
    [InlineData("""{"\uDC00":1}""")]
    [InlineData("""{"A":99999999999}""")]
    [InlineData("""{"A@odata.type":"Edm.Int64","A":"many"}""")]
    [InlineData("""{"A@odata.type":"Edm.DateTime","A":"noon"}""")]
    [InlineData("""{"value":[{"A":1},7]}""")]
    [InlineData("""{"value":{}}""")]
    [InlineData("""{"code":5}""")]
    [InlineData("7")]
    public void Nothing_that_a_service_may_say_throws(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var cut = bytes.AsSpan(0, length);
            EntityReader.Read(cut);
            EntityReader.ReadPage(cut);
            Assert.Null(EntityReader.ErrorCode(cut));
        }
    }

    [Fact]
    public void Invalid_UTF_8_is_no_entity()
    {
        byte[] body = [.. "{\"A\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.Null(EntityReader.Read(body));
    }
}
