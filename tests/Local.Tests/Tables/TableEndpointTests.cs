using ServerlessSip.Local.Tables;

namespace ServerlessSip.Local.Tests.Tables;

public sealed class TableEndpointTests
{
    private const string Key = "c2VjcmV0LXNlY3JldA==";
    private const string Emulator = $"AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint=http:";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData(" usedevelopmentstorage = TRUE ; ", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData($"AccountName=sip;AccountKey={Key}", "https://sip.table.core.windows.net/", "sip")]
    [InlineData(
        $"DefaultEndpointsProtocol=http;AccountName=sip;AccountKey={Key};EndpointSuffix=core.example",
        "http://sip.table.core.example/", "sip")]
    [InlineData(
        $"AccountName=sip;AccountKey={Key};TableEndpoint=http://localhost:10012/sip/",
        "http://localhost:10012/sip", "sip")]
    public void A_connection_string_names_address_and_account(string text, string address, string account)
    {
        Assert.True(TableEndpoint.TryParse(text, out var endpoint, out var error), error);
        Assert.Equal((address, account), (endpoint.Address.AbsoluteUri, endpoint.Account));
    }

    [Fact]
    public void The_key_is_all_that_follows_the_first_equals_sign()
    {
        Assert.True(TableEndpoint.TryParse($"AccountName=sip;AccountKey={Key}", out var endpoint, out _));
        Assert.Equal("secret-secret"u8.ToArray(), endpoint.Key);
    }

    [Theory]
    [InlineData(null, "expected UseDevelopmentStorage=true")]
    [InlineData("", "expected UseDevelopmentStorage=true")]
    [InlineData(";;", "expected UseDevelopmentStorage=true")]
    [InlineData("azurite", "expected UseDevelopmentStorage=true")]
    [InlineData("UseDevelopmentStorage=false", "AccountName is missing")]
    [InlineData($"AccountKey={Key}", "AccountName is missing")]
    [InlineData("AccountName=sip", "AccountKey is missing")]
    [InlineData($"AccountName=sip;AccountName=sip;AccountKey={Key}", "expected UseDevelopmentStorage=true")]
    [InlineData("AccountName=sip;AccountKey=c2VjcmV0LXNlY3JldA", "AccountKey is not base64")]
    [InlineData($"AccountName=sip;AccountKey={Key};TableEndpoint=ftp://example.com", "TableEndpoint: expected")]
    [InlineData($"AccountName=sip;AccountKey={Key};TableEndpoint=//nowhere", "TableEndpoint: expected")]
    [InlineData("TableEndpoint=https://sip.example;SharedAccessSignature=sig=c2VjcmV0", "AccountName and AccountKey")]
    public void A_wrong_one_is_refused_in_one_line_without_the_key(string? text, string expected)
    {
        Assert.False(TableEndpoint.TryParse(text, out _, out var error));
        Assert.Contains(expected, error);
        Assert.DoesNotContain("c2VjcmV0", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void An_endpoint_shows_its_address_only()
    {
        Assert.True(TableEndpoint.TryParse($"AccountName=sip;AccountKey={Key}", out var endpoint, out _));
        Assert.Equal("https://sip.table.core.windows.net/", endpoint.ToString());
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", true)]
    [InlineData($"{Emulator}//localhost:9/devstoreaccount1", true)]
    [InlineData($"{Emulator}//10.0.0.9:9/devstoreaccount1", false)]
    [InlineData($"AccountName=sip;AccountKey={Key};TableEndpoint=http://127.0.0.1:10002/sip", false)]
    [InlineData($"AccountName=sip;AccountKey={Key}", false)]
    public void Only_the_development_account_on_this_machine_is_ours_to_start(string text, bool isLocal)
    {
        Assert.True(TableEndpoint.TryParse(text, out var endpoint, out _));
        Assert.Equal(isLocal, endpoint.IsLocalDevelopment);
    }
}
