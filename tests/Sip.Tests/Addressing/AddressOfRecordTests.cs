using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Tests.Addressing;

public sealed class AddressOfRecordTests
{
    private static readonly DomainSet Domains = new(["example.com", "localhost"], [("192.0.2.1", 5060)]);

    private static string? Canonical(string uri) =>
        SipUri.TryParse(uri, out var parsed)
            && AddressOfRecord.TryCanonicalize(parsed!, Domains, out var aor) ? aor : null;

    [Theory]
    [InlineData("sip:alice@example.com", "alice@example.com")]
    [InlineData("sips:Alice:secret@EXAMPLE.com:5071;transport=tcp?subject=x", "alice@example.com")]
    [InlineData("sip:%61lic%65@localhost", "alice@example.com")]
    [InlineData("sip:alice@192.0.2.1", "alice@example.com")]
    [InlineData("sip:alice@192.0.2.1:5060", "alice@example.com")]
    [InlineData("sip:alice@192.0.2.1:5062", null)]
    [InlineData("sips:alice@192.0.2.1", null)]
    [InlineData("sip:alice;day=tuesday@example.com", "alice;day=tuesday@example.com")]
    [InlineData("sip:a%40b@example.com", "a@b@example.com")]
    [InlineData("sip:J%C3%9CRGEN@example.com", "jürgen@example.com")]
    [InlineData("sip:%FF@example.com", null)]
    [InlineData("sip:alice@elsewhere.net", null)]
    [InlineData("sip:example.com", null)]
    [InlineData("tel:+1-201-555-0123", "+12015550123@example.com")]
    [InlineData("tel:(201)555.0123;phone-context=x", "2015550123@example.com")]
    [InlineData("mailto:alice@example.com", null)]
    public void Every_spelling_of_an_address_has_one_form(string uri, string? aor) => Assert.Equal(aor, Canonical(uri));

    [Fact]
    public void The_user_is_what_stands_before_the_domain() =>
        Assert.Equal("a@b", AddressOfRecord.User("a@b@example.com"));

    [Fact]
    public void The_hash_is_frozen() => Assert.Equal(
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(
            System.Security.Cryptography.SHA256.HashData("alice@example.com"u8)),
        AddressOfRecord.Hash("alice@example.com"));
}
