using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Documents;

namespace ServerlessSip.Engine.Tests.Routing;

/// <summary>Questions and answers on a bus between processes.</summary>
public sealed class RoutePayloadTests
{
    [Fact]
    public void A_question_reads_back_with_its_request()
    {
        var question = SampleDocuments.Question(SampleDocuments.Invite());
        var read = Assert.IsType<RouteQuestion>(PayloadCodec.Decode(PayloadCodec.Encode(question)!));
        Assert.Equal(question.Request.Bytes.ToArray(), read.Request.Bytes.ToArray());
        Assert.Equal(question with { Request = read.Request, State = read.State }, read);
        Assert.Equal(question.State, read.State);
    }

    [Fact]
    public void An_answer_reads_back_with_its_route()
    {
        var answer = new RouteAnswer("1.2", Route.Ring("a@x").Else(Route.Reply(480)), RouteFailure.Threw, "r", "s")
        {
            Detail = "d",
            State = SampleDocuments.Question(SampleDocuments.Invite()).State,
        };
        var read = Assert.IsType<RouteAnswer>(PayloadCodec.Decode(PayloadCodec.Encode(answer)!));
        Assert.Equal(answer.Route!.ToString(), read.Route!.ToString());
        Assert.Equal(answer.State, read.State);
        Assert.Equal(answer with { Route = read.Route, State = read.State }, read);
    }

    [Theory]
    [InlineData("""{"version":1,"question":{"request":0},"blobs":["!"]}""")]
    [InlineData("""{"version":1,"question":{"request":9},"blobs":[]}""")]
    [InlineData("""{"version":1,"route":{"route":{"reply":1}}}""")]
    public void Nonsense_is_no_payload(string json) =>
        Assert.Null(PayloadCodec.Decode(Encoding.UTF8.GetBytes(json)));
}
