using System.Text;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Tests.Addressing;

public sealed class ActorAddressingTests
{
    private static readonly DomainSet Domains = new(["example.com"], [("192.0.2.1", 5060)]);
    private static readonly TokenKeys Keys = new("a secret of at least 16 bytes"u8);
    private static readonly UInt128 Other = new(1, 2);

    private static readonly ActorAddress ByCallId = new(1, ActorAddressing.CallHash("call-1"u8));
    private static readonly ActorAddress ByToken = new(1, Other);

    private static string Token(TokenPurpose purpose) =>
        Encoding.ASCII.GetString(new SipToken(purpose, 1, Other, 3, 4, 5).ToBytes(Keys));

    private static ActorAddress Find(
        string start, string to = "<sip:bob@example.com>", string branch = "z9hG4bK1", string extra = "")
    {
        var method = start.StartsWith("SIP/2.0", StringComparison.Ordinal) ? "INVITE" : start.Split(' ')[0];
        var text = $"{start}\r\nVia: SIP/2.0/UDP 192.0.2.9;branch={branch}\r\n{extra}"
            + $"From: <sip:a@example.com>;tag=f\r\nTo: {to}\r\nCall-ID: call-1\r\nCSeq: 1 {method}\r\n\r\n";
        Assert.True(SipHead.TryScan(Encoding.ASCII.GetBytes(text), out var head, out var error), error.Detail);
        return ActorAddressing.Find(head, Domains, Keys);
    }

    [Fact]
    public void A_response_goes_by_the_token_in_its_branch() =>
        Assert.Equal(ByToken, Find("SIP/2.0 200 OK", branch: Token(TokenPurpose.Branch)));

    [Theory]
    [InlineData("z9hG4bK1")]
    [InlineData("z9hG4bKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_response_without_our_token_is_nobodys(string branch) =>
        Assert.Equal(default, Find("SIP/2.0 200 OK", branch: branch));

    [Fact]
    public void A_token_of_another_purpose_in_a_branch_is_nobodys() =>
        Assert.Equal(default, Find("SIP/2.0 200 OK", branch: "z9hG4bK" + Token(TokenPurpose.ToTag)));

    [Fact]
    public void A_request_goes_by_its_CallId() => Assert.Equal(ByCallId, Find("INVITE sip:bob@example.com SIP/2.0"));

    [Fact]
    public void A_request_to_our_Contact_or_with_our_ToTag_goes_by_the_token()
    {
        Assert.Equal(ByToken, Find($"BYE sip:{Token(TokenPurpose.Contact)}@192.0.2.1:5060 SIP/2.0"));
        Assert.Equal(ByToken, Find("BYE sip:x@y SIP/2.0", to: $"<sip:b@example.com>;tag={Token(TokenPurpose.ToTag)}"));
    }

    [Theory]
    [InlineData(TokenPurpose.RecordRoute)]
    [InlineData(TokenPurpose.ToTag)]
    [InlineData(TokenPurpose.CallId)]
    public void A_token_is_no_pass_in_the_place_of_a_Contact(TokenPurpose purpose) =>
        Assert.Equal(ByCallId, Find($"INVITE sip:{Token(purpose)}@192.0.2.1 SIP/2.0"));

    [Theory]
    [InlineData(TokenPurpose.RecordRoute)]
    [InlineData(TokenPurpose.Contact)]
    [InlineData(TokenPurpose.CallId)]
    public void A_token_is_no_pass_in_the_place_of_a_tag(TokenPurpose purpose) =>
        Assert.Equal(ByCallId, Find("BYE sip:x@y SIP/2.0", to: $"<sip:b@example.com>;tag={Token(purpose)}"));

    [Fact]
    public void A_token_in_a_Route_leads_to_no_other_call() => Assert.Equal(
        ByCallId,
        Find("INVITE sip:x@y SIP/2.0", extra: $"Route: <sip:{Token(TokenPurpose.RecordRoute)}@192.0.2.1;lr>\r\n"));

    [Theory]
    [InlineData("sip:example.com", "<sip:Bob@example.com>")]
    [InlineData("sip:192.0.2.1", "\"Bob\" <sip:bob@192.0.2.1;x=y>;z=1")]
    [InlineData("sips:example.com", "sip:bob@example.com")]
    public void A_REGISTER_goes_by_its_To(string requestUri, string to) => Assert.Equal(
        new ActorAddress(2, AddressOfRecord.Hash("bob@example.com")), Find($"REGISTER {requestUri} SIP/2.0", to));

    [Theory]
    [InlineData("sip:elsewhere.net", "<sip:bob@example.com>")]
    [InlineData("sip:example.com", "<sip:bob@elsewhere.net>")]
    [InlineData("sip:example.com", "<sip:example.com>")]
    [InlineData("tel:+1", "<sip:bob@example.com>")]
    public void A_REGISTER_for_elsewhere_goes_by_its_CallId(string requestUri, string to) =>
        Assert.Equal(ByCallId, Find($"REGISTER {requestUri} SIP/2.0", to));

    [Theory]
    [InlineData("INVITE :@ SIP/2.0")]
    [InlineData("INVITE @: SIP/2.0")]
    [InlineData("INVITE sip: SIP/2.0")]
    public void An_odd_RequestUri_is_still_somebodys(string start) => Assert.Equal(ByCallId, Find(start));
}
