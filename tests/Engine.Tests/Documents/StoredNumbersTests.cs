using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Documents;

public sealed class StoredNumbersTests
{
    [Theory]
    [InlineData(typeof(ActorKind), "None=0 Call=1 Location=2 Presentity=3 Mailbox=4 Queue=5 Room=6 Trunk=7")]
    [InlineData(typeof(SipTransport), "None=0 Udp=1 Tcp=2 Tls=3 Ws=4 Wss=5")]
    [InlineData(
        typeof(RelayCommandKind), "None=0 SendRequest=1 SendResponse=2 StopSending=3 Accepted=4 ProbeAnswer=5")]
    [InlineData(
        typeof(Retransmission), "None=0 InviteClient=1 NonInviteClient=2 InviteServer=3 UasSuccess=4")]
    [InlineData(typeof(CallPhase), "None=0 Trying=1 Ringing=2 Answered=3 Ended=4")]
    [InlineData(typeof(ContextPhase), "None=0 Open=1 Completed=2 Accepted=3")]
    [InlineData(
        typeof(BranchPhase), "None=0 Resolving=1 Calling=2 Proceeding=3 Completed=4 Accepted=5 Waiting=6")]
    [InlineData(typeof(CallHook), "None=0 Ringing=1 Answered=2 Ended=3 Cancelled=4")]
    [InlineData(typeof(RouteFailure), "None=0 Threw=1 TimedOut=2 Invalid=3 Busy=4 Unknown=5")]
    [InlineData(typeof(LegPhase), "None=0 Inviting=1 Invited=2 Up=3 Ended=4")]
    [InlineData(typeof(JoinStep), "None=0 FirstRings=1 SecondRings=2 Joining=3")]
    [InlineData(
        typeof(EnvelopeKind), "None=0 Sip=1 Timeout=2 Timer=3 Command=4 Work=5 Answer=6 Probe=7 Tell=8")]
    [InlineData(
        typeof(OfferOutcome),
        "None=0 Answered=1 Busy=2 NoAnswer=3 Declined=4 Unreachable=5 Taken=6 CallerGone=7")]
    [InlineData(typeof(QueueOutcome), "None=0 TimedOut=1 Full=2 Unknown=3 NoAgents=4 Fetched=5")]
    public void A_stored_or_sent_number_never_changes_its_meaning(Type type, string values)
    {
        var actual = Enum.GetValuesAsUnderlyingType(type).Cast<byte>().Select(v => $"{Enum.GetName(type, v)}={v}");

        Assert.Equal(values, string.Join(' ', actual));
    }
}
