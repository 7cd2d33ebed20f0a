using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Sip.Tests.Addressing;

public sealed class DomainSetTests
{
    private static readonly DomainSet Domains =
        new(["Example.COM", "localhost", "[2001:DB8::1]"],
            [("192.0.2.7", 5060), ("::1", 5061), ("sip.example.net", 5080)]);

    [Fact]
    public void The_first_domain_is_the_primary_in_lower_case() => Assert.Equal("example.com", Domains.Primary);

    [Theory]
    [InlineData("example.com", true)]
    [InlineData("EXAMPLE.com", true)]
    [InlineData("example.com.", true)]
    [InlineData("2001:db8:0:0::1", true)]
    [InlineData("[2001:db8::1]", true)]
    [InlineData("192.0.2.7", false)]
    [InlineData("an.example.com", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    public void A_domain_is_known_in_each_of_its_spellings(string host, bool known) =>
        Assert.Equal(known, Domains.IsDomain(host));

    [Theory]
    [InlineData("192.0.2.7", 0, false, true)]
    [InlineData("192.0.2.7", 5060, false, true)]
    [InlineData("192.0.2.7", 5062, false, false)]
    [InlineData("192.0.2.7", 0, true, false)]
    [InlineData("[::1]", 0, true, true)]
    [InlineData("0:0::1", 5061, false, true)]
    [InlineData("sip.example.net", 0, false, false)]
    [InlineData("SIP.example.net", 5080, false, true)]
    public void An_own_address_is_host_and_port(string host, int port, bool tls, bool own) =>
        Assert.Equal(own, Domains.IsOwnAddress(host, port, tls));

    [Fact]
    public void A_domain_is_served_on_any_port() => Assert.True(Domains.Serves("example.com", 9));

    [Fact]
    public void There_is_at_least_one_domain() => Assert.Throws<ArgumentException>(() => new DomainSet([], []));
}
