using System.Text;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Tests.Routing;

public sealed class RouteDocumentTests
{
    /// <summary>One example or more of every verb and of every member.</summary>
    public static readonly string[] Good =
    [
        """{"reply":486}""",
        """{"reply":603,"phrase":"Not here","headers":{"Retry-After":"10","X-A":"b"},"because":"closed"}""",
        """{"redirect":["sip:ann@elsewhere.example","tel:+4930123"]}""",
        """{"redirect":["sips:ann@elsewhere.example"],"status":301}""",
        """{"ring":["sip:ann@example.com","sip:bob@example.com"],"seconds":20,"else":{"queue":"sales"}}""",
        """{"ring":["sip:ann@example.com"],"order":"sequential"}""",
        """
        {"ring":["sip:ann@example.com"],"order":"q","add":{"X-Queue":"sales"},"remove":["Subject","X-Old"],
        "identity":{"uri":"sip:sales@example.com","display":"Sales"},
        "on":{"486":{"reply":600},"4xx":{"continue":true},"timeout":{"park":"p1"},"unreachable":{"reply":480}}}
        """,
        """{"forward":["sip:x@gw1.example"],"seconds":5,"add":{"X-A":"b"},"remove":["X-B"]}""",
        """{"forward":"main","number":"+4930123","failover":["503","4xx"],"identity":{"uri":"tel:+4930"}}""",
        """{"bridge":"sip:x@y.example","seconds":30,"add":{"X-A":""},"remove":["X-B"],"identity":{"uri":"sip:a@b"}}""",
        """{"queue":"sales","seconds":300,"skills":["de","vip"],"priority":9,"on":{"overflow":{"reply":480}}}""",
        """{"park":"slot-1","seconds":60,"because":"asked for"}""",
        """{"challenge":true}""",
        """{"continue":true,"else":{"reply":480}}""",
        """{"continue":"afterBusy"}""",
    ];

    public static TheoryData<string> Examples => [.. Good];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_each_verb_reads_and_writes_back_the_same(string json)
    {
        var route = Read(json);
        Assert.Equal(Plain(json), RouteDocument.ToJson(route));
        Assert.Equal(RouteDocument.ToJson(route), RouteDocument.ToJson(Read(RouteDocument.ToJson(route))));
    }

    [Fact]
    public void A_target_without_a_scheme_gets_one()
    {
        var ring = Assert.IsType<RingRoute>(Read("""{"ring":["ann@example.com"]}"""));
        Assert.Equal("sip:ann@example.com", Assert.Single(ring.Targets));
    }

    [Theory]
    [InlineData("", "$", "JSON")]
    [InlineData("nonsense", "$", "JSON")]
    [InlineData("""{"reply":486""", "$", "JSON")]
    [InlineData("""{"reply":486} {}""", "$", "JSON")]
    [InlineData("null", "$", "an object with one verb")]
    [InlineData("[]", "$", "an object with one verb")]
    [InlineData("{}", "$", "one of the verbs")]
    [InlineData("""{"say":"hello"}""", "$", "one of the verbs")]
    [InlineData("""{"reply":486,"queue":"sales"}""", "$.queue", "one verb only, not reply and queue")]
    [InlineData("""{"reply":486,"reply":487}""", "$.reply", "this name once")]
    [InlineData("""{"reply":"486"}""", "$.reply", "a status from 200 to 699")]
    [InlineData("""{"reply":100}""", "$.reply", "a status from 200 to 699")]
    [InlineData("""{"reply":700}""", "$.reply", "a status from 200 to 699")]
    [InlineData("""{"reply":486,"phrase":"a\r\nX: y"}""", "$.phrase", "1 to 200 printable")]
    [InlineData("""{"reply":486,"headers":{"X-A":"b\r\nX: y"}}""", "$.headers.X-A", "a header of a name")]
    [InlineData("""{"reply":486,"headers":{"Via":"b"}}""", "$.headers.Via", "a header of a name")]
    [InlineData("""{"reply":486,"headers":["X"]}""", "$.headers", "an object of header names")]
    [InlineData("""{"redirect":["sip:a@b"],"status":404}""", "$.status", "a status from 300 to 399")]
    [InlineData("""{"redirect":["http://x/"]}""", "$.redirect[0]", "1 to 16 sip, sips or tel URIs")]
    [InlineData("""{"ring":"ann@example.com"}""", "$.ring", "1 to 16 sip or sips URIs")]
    [InlineData("""{"ring":[]}""", "$.ring", "1 to 16 sip or sips URIs")]
    [InlineData("""{"ring":[7]}""", "$.ring[0]", "a text")]
    [InlineData("""{"ring":["ann@x","sip:b>@x"]}""", "$.ring[1]", "1 to 16 sip or sips URIs")]
    [InlineData("""{"ring":["example.com"]}""", "$.ring[0]", "1 to 16 sip or sips URIs")]
    [InlineData("""{"ring":["ann@x"],"order":"random"}""", "$.order", "one of parallel, sequential, q")]
    [InlineData("""{"ring":["ann@x"],"secunds":9}""", "$.secunds", "one of ring, order")]
    [InlineData("""{"ring":["ann@x"],"seconds":0}""", "$.seconds", "1 to 7200 seconds")]
    [InlineData("""{"ring":["ann@x"],"seconds":7201}""", "$.seconds", "1 to 7200 seconds")]
    [InlineData("""{"ring":["ann@x"],"remove":["Route"]}""", "$.remove", "1 to 16, each a header name")]
    [InlineData("""{"ring":["ann@x"],"add":{"i":"x"}}""", "$.add.i", "a header of a name")]
    [InlineData("""{"ring":["ann@x"],"identity":{"display":"x"}}""", "$.identity.uri", "a sip, sips or tel URI")]
    [InlineData("""{"ring":["ann@x"],"identity":{"uri":"sip:a@b","x":1}}""", "$.identity.x", "one of uri, display")]
    [InlineData("""{"ring":["ann@x"],"else":{"queue":"a b"}}""", "$.else.queue", "a name of 1 to 64")]
    [InlineData("""{"ring":["ann@x"],"on":{"199":{"reply":480}}}""", "$.on.199", "a status (486), a class (4xx)")]
    [InlineData("""{"ring":["ann@x"],"on":{"486":{"else":1}}}""", "$.on.486", "one of the verbs")]
    [InlineData("""{"forward":7}""", "$.forward", "1 to 16 sip or sips URIs")]
    [InlineData("""{"forward":"main","number":"a b"}""", "$.number", "1 to 64 letters, digits")]
    [InlineData("""{"forward":"main","failover":["2xx"]}""", "$.failover", "1 to 16 statuses or classes")]
    [InlineData("""{"bridge":["sip:a@b"]}""", "$.bridge", "a sip or sips URI")]
    [InlineData("""{"queue":"sales","priority":10}""", "$.priority", "a priority from 0 to 9")]
    [InlineData("""{"queue":"sales","skills":["a b"]}""", "$.skills", "1 to 16 names")]
    [InlineData("""{"park":true}""", "$.park", "a name of 1 to 64")]
    [InlineData("""{"challenge":"yes"}""", "$.challenge", "true")]
    [InlineData("""{"continue":false}""", "$.continue", "true or a name")]
    public void Nonsense_is_refused_with_its_path_and_what_was_expected(string json, string path, string expected)
    {
        Assert.False(RouteDocument.TryParse(Encoding.UTF8.GetBytes(json), out var route, out var error));
        Assert.Null(route);
        Assert.Equal(path, error!.Path);
        Assert.StartsWith(expected, error.Expected);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void A_document_may_be_eight_levels_deep_and_no_deeper(int levels, bool good)
    {
        var json = string.Concat(Enumerable.Repeat("{\"continue\":true,\"else\":", levels - 1))
            + "{\"reply\":480}" + new string('}', levels - 1);
        Assert.Equal(good, RouteDocument.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        if (!good) Assert.Equal("$", error!.Path);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_document_may_have_64_steps_and_no_more(int cases, bool good)
    {
        var list = string.Join(',', Enumerable.Range(400, cases).Select(c => $"\"{c}\":{{\"reply\":480}}"));
        Assert.Equal(good, RouteDocument.TryParse(
            Encoding.UTF8.GetBytes($"{{\"continue\":true,\"on\":{{{list}}}}}"), out _, out _));
    }

    [Fact]
    public void A_document_of_16384_bytes_is_read_and_one_byte_more_refused()
    {
        var json = Encoding.UTF8.GetBytes("{\"reply\":480}".PadRight(RouteDocument.MaxBytes));
        Assert.True(RouteDocument.TryParse(json, out _, out _));
        Assert.False(RouteDocument.TryParse([.. json, (byte)' '], out _, out var error));
        Assert.Equal("$: expected at most 16384 bytes", error!.ToString());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_and_never_throw()
    {
        foreach (var json in Good)
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            for (var i = 0; i < bytes.Length; i++)
            {
                var changed = bytes.ToArray();
                changed[i] = 0xFF;
                RouteDocument.TryParse(changed, out _, out _);
                RouteDocument.TryParse(bytes.AsSpan(0, i), out var cut, out _);
                Assert.Null(cut);
            }
        }
    }

    private static Route Read(string json)
    {
        Assert.True(RouteDocument.TryParse(Encoding.UTF8.GetBytes(json), out var route, out var error), $"{error}");
        return route!;
    }

    private static string Plain(string json) => Sorted(json.ReplaceLineEndings("").Trim());

    /// <summary>The members in the order in which they are written.</summary>
    private static string Sorted(string json) => RouteDocument.ToJson(Read(json)) is var written
        && System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(json), System.Text.Json.Nodes.JsonNode.Parse(written))
        ? written
        : json;
}
