using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Tests.Documents;

namespace ServerlessSip.Engine.Tests.Queues;

public sealed class TellPayloadTests
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, SampleQueue.Bodies().Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void What_is_told_crosses_a_bus_between_processes(int number)
    {
        var body = SampleQueue.Bodies()[number];

        var bytes = PayloadCodec.Encode(body)!;
        var read = Assert.IsAssignableFrom<TellBody>(PayloadCodec.Decode(bytes));

        Assert.Equal(body.GetType(), read.GetType());
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(PayloadCodec.Encode(read)!));
    }

    [Theory]
    [InlineData("""{"version":1,"tell":{}}""")]
    [InlineData("""{"version":1,"tell":{"$t":"of-tomorrow"}}""")]
    public void A_body_that_does_not_say_what_it_is_or_is_not_known_is_no_payload(string json) =>
        Assert.Null(PayloadCodec.Decode(Encoding.UTF8.GetBytes(json)));
}
