using Microsoft.Extensions.Configuration;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Local.Options;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Local.Tests.Options;

public class OptionsTests
{
    [Fact]
    public void Without_any_key_the_defaults_are_those_of_the_contract()
    {
        var options = Good();

        Assert.Equal("udp:127.0.0.1:5060,tcp:127.0.0.1:5060", string.Join(',', options.Sip.Listen));
        Assert.Equal(["localhost", "127.0.0.1"], options.Sip.Domains.ToArray());
        Assert.Null(options.Sip.Advertise);
        Assert.Null(options.Sip.RouteHost);
        Assert.Equal([DigestAlgorithm.Md5], options.Sip.DigestAlgorithms.ToArray());
        Assert.True(options.Sip.AcceptForeign);
        Assert.Equal(ForkingOrder.Parallel, options.Sip.Forking);
        Assert.Equal(20, options.Sip.RingSeconds);
        Assert.False(options.Sip.RecurseRedirects);
        Assert.Null(options.Sip.Secret);
        Assert.Equal(["http://127.0.0.1:7071"], options.HttpUrls.ToArray());
        Assert.Equal(StoreKind.Azurite, options.Store);
        Assert.Null(options.TablesConnection);
        Assert.Equal("sip", options.TableName);
        Assert.Empty(options.Routes.Assemblies);
        Assert.Equal(
            (500, 200, 10, 64, 200, 0, false),
            (options.Routes.FailureStatus, options.Routes.RunMilliseconds, options.Routes.WorkSeconds,
                options.Routes.MaxWork, options.Routes.MaxStuck, options.Routes.RatePerMinute,
                options.Routes.RequireUser));
        Assert.Empty(options.Users);
    }

    [Fact]
    public void Good_values_are_taken()
    {
        var options = Good(
            ("Sip:Listen", "UDP:0.0.0.0:0, tcp:[::1]:5062"),
            ("Sip:Domains", "Example.com, 10.0.0.1"),
            ("Sip:Advertise", "sip.example.com:5060"),
            ("Sip:RouteHost", "[2001:db8::1]:5080"),
            ("Sip:DigestAlgorithms", "sha-256,MD5"),
            ("Sip:AcceptForeign", "false"),
            ("Sip:Forking", "By-Q"),
            ("Sip:RingSeconds", "180"),
            ("Sip:RecurseRedirects", "true"),
            ("Sip:Secret", "sixteen letters!"),
            ("Sip:SecretPrevious", "sixteen letters?"),
            ("Sip:SocketBufferBytes", "8192"),
            ("Sip:ReceiveThreads", "64"),
            ("Http:Urls", "http://127.0.0.1:0;http://localhost:7071/"),
            ("Store", "Memory"),
            ("Store:Tables", "UseDevelopmentStorage=true"),
            ("Store:Table", "Sip2"),
            ("Users:Alice", "pw-alice"));

        Assert.Equal("udp:0.0.0.0:0,tcp:[::1]:5062", string.Join(',', options.Sip.Listen));
        Assert.Equal(["example.com", "10.0.0.1"], options.Sip.Domains.ToArray());
        Assert.Equal(new HostPort("sip.example.com", 5060), options.Sip.Advertise);
        Assert.Equal(new HostPort("[2001:db8::1]", 5080), options.Sip.RouteHost);
        Assert.Equal([DigestAlgorithm.Sha256, DigestAlgorithm.Md5], options.Sip.DigestAlgorithms.ToArray());
        Assert.False(options.Sip.AcceptForeign);
        Assert.Equal(ForkingOrder.ByQ, options.Sip.Forking);
        Assert.Equal(180, options.Sip.RingSeconds);
        Assert.True(options.Sip.RecurseRedirects);
        Assert.Equal("sixteen letters!"u8.ToArray(), options.Sip.Secret);
        Assert.Equal("sixteen letters?"u8.ToArray(), options.Sip.SecretPrevious);
        Assert.Equal(8192, options.Sip.SocketBufferBytes);
        Assert.Equal(64, options.Sip.ReceiveThreads);
        Assert.Equal(["http://127.0.0.1:0", "http://localhost:7071"], options.HttpUrls.ToArray());
        Assert.Equal(StoreKind.Memory, options.Store);
        Assert.Equal("UseDevelopmentStorage=true", options.TablesConnection);
        Assert.Equal("Sip2", options.TableName);
        Assert.Equal("pw-alice", options.Users["alice"]);
    }

    private const string Listen =
        "a comma list of udp:address:port or tcp:address:port, IPv6 in brackets (tls, ws and wss come later)";
    private const string Banned = "a comma list of addresses, networks as 192.0.2.0/24, and callers as user@host";
    private const string Reachable = "host:port that phones can reach, e.g. 192.0.2.10:5060 or [2001:db8::1]:5060";

    [Theory]
    [InlineData("Routes:Assembly", "nowhere.dll", "a comma list of assembly files that are there")]
    [InlineData("Routes:FailureStatus", "399", "a status from 400 to 699")]
    [InlineData("Routes:FailureStatus", "700", "a status from 400 to 699")]
    [InlineData("Routes:RunMilliseconds", "0", "1 to 1000")]
    [InlineData("Routes:RunMilliseconds", "1001", "1 to 1000")]
    [InlineData("Routes:WorkSeconds", "121", "1 to 120")]
    [InlineData("Routes:MaxWork", "1001", "1 to 1000")]
    [InlineData("Routes:MaxStuck", "0", "1 to 1000")]
    [InlineData("Routes:Ban", "nobody", Banned)]
    [InlineData("Routes:RatePerMinute", "-1", "0 to 1000000")]
    [InlineData("Routes:RequireUser", "perhaps", "true or false")]
    [InlineData("Sip:Listen", "tls:127.0.0.1:5061", Listen)]
    [InlineData("Sip:Listen", "udp:127.0.0.1", Listen)]
    [InlineData("Sip:Listen", "udp:localhost:5060", Listen)]
    [InlineData("Sip:Listen", "udp:::1:5060", Listen)]
    [InlineData("Sip:Listen", "udp:127.0.0.1:65536", Listen)]
    [InlineData("Sip:Listen", "udp:127.0.0.1:5060,,", Listen)]
    [InlineData("Sip:Listen", "udp:127.0.0.1:5060,udp:127.0.0.1:5060", Listen)]
    [InlineData("Sip:Listen", "", Listen)]
    [InlineData("Sip:Domains", "a b", "a comma list of domain names or addresses")]
    [InlineData("Sip:Advertise", "0.0.0.0:5060", Reachable)]
    [InlineData("Sip:Advertise", "host:0", Reachable)]
    [InlineData("Sip:RouteHost", "sip:host", Reachable)]
    [InlineData("Sip:DigestAlgorithms", "MD5,SHA-1", "MD5, SHA-256 or both as a comma list")]
    [InlineData("Sip:AcceptForeign", "no", "true or false")]
    [InlineData("Sip:Forking", "serial", "parallel, sequential or by-q")]
    [InlineData("Sip:Forking", "1", "parallel, sequential or by-q")]
    [InlineData("Sip:RingSeconds", "0", "1 to 180")]
    [InlineData("Sip:RingSeconds", "181", "1 to 180")]
    [InlineData("Sip:RingSeconds", "20s", "1 to 180")]
    [InlineData("Sip:RecurseRedirects", "1", "true or false")]
    [InlineData("Sip:SocketBufferBytes", "8191", "8192 to 268435456")]
    [InlineData("Sip:SocketBufferBytes", "268435457", "8192 to 268435456")]
    [InlineData("Sip:ReceiveThreads", "0", "1 to 64")]
    [InlineData("Sip:ReceiveThreads", "65", "1 to 64")]
    [InlineData("Http:Urls", "https://127.0.0.1:7071", "a list of http://address:port, separated by ;")]
    [InlineData("Http:Urls", "127.0.0.1:7071", "a list of http://address:port, separated by ;")]
    [InlineData("Http:Urls", "http://localhost:0", "a list of http://address:port, separated by ;")]
    [InlineData("Store", "sql", "azurite or memory")]
    [InlineData("Store:Table", "my-table", "3 to 63 letters and digits, a letter first")]
    [InlineData("Store:Table", "ab", "3 to 63 letters and digits, a letter first")]
    public void A_wrong_value_names_key_value_and_what_was_expected(string key, string value, string expected) =>
        Assert.Equal($"{key} is \"{value}\", expected {expected}", Bad((key, value)));

    [Theory]
    [InlineData("Sip:Secret", "fifteen letters", "is (hidden, 15 characters), expected at least 16 characters")]
    [InlineData("Sip:SecretPrevious", "short", "is (hidden, 5 characters), expected at least 16 characters")]
    [InlineData("Store:Tables", "AccountKey", "is (hidden, 10 characters), expected UseDevelopmentStorage=true, or "
        + "AccountName=…;AccountKey=…;TableEndpoint=…")]
    [InlineData("Users:alice", "", "is (hidden, 0 characters), expected a password of 1 to 128 printable characters")]
    public void A_secret_is_never_shown(string key, string value, string told) =>
        Assert.Equal($"{key} {told}", Bad((key, value)));

    [Fact]
    public void A_password_may_have_128_characters_and_no_more()
    {
        Assert.Single(Good(("Users:a", new string('p', 128))).Users);
        Assert.StartsWith("Users:a is (hidden, 129 characters)", Bad(("Users:a", new string('p', 129))));
    }

    [Fact]
    public void A_user_name_may_have_64_characters_and_no_more()
    {
        Assert.Single(Good(($"Users:{new string('a', 64)}", "pw")).Users);
        Assert.EndsWith(
            "expected a name of 1 to 64 letters, digits and . _ + -", Bad(($"Users:{new string('a', 65)}", "pw")));
    }

    [Fact]
    public void A_list_may_have_64_items_and_no_more()
    {
        Assert.Equal(64, Good(("Sip:Domains", Names(64))).Sip.Domains.Length);
        Assert.StartsWith("Sip:Domains is", Bad(("Sip:Domains", Names(65))));

        static string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"d{i}"));
    }

    [Fact]
    public void Listening_on_a_wildcard_address_asks_for_Advertise() =>
        Assert.Equal($"Sip:Advertise is missing, expected {Reachable}, as Sip:Listen has udp:0.0.0.0:5060",
            Bad(("Sip:Listen", "udp:0.0.0.0:5060")));

    [Theory]
    [InlineData("parallel", ForkingOrder.Parallel)]
    [InlineData("sequential", ForkingOrder.Sequential)]
    [InlineData("by-q", ForkingOrder.ByQ)]
    public void Each_order_of_forking_has_its_word(string word, ForkingOrder order) =>
        Assert.Equal(order, Good(("Sip:Forking", word)).Sip.Forking);

    [Fact]
    public void Secret_and_SecretFile_exclude_each_other() =>
        Assert.Equal("Sip:SecretFile is \"x\", expected only one of Sip:Secret and Sip:SecretFile",
            Bad(("Sip:Secret", "sixteen letters!"), ("Sip:SecretFile", "x")));

    [Theory]
    [InlineData("Sip:Domain", "Sip:Domains")]
    [InlineData("Sip:Advertize", "Sip:Advertise")]
    [InlineData("Store:Tabl", "Store:Table")]
    [InlineData("Http:Url", "Http:Urls")]
    [InlineData("Local:Folder", "Local:Directory")]
    [InlineData("Sip:Listen:0", "Sip:Listen")]
    public void An_unknown_key_is_told_with_the_nearest(string key, string nearest) =>
        Assert.Equal($"{key} is not an option, expected a known key such as {nearest}", Bad((key, "x")));

    [Fact]
    public void Keys_of_dotnet_itself_pass() =>
        Good(
            ("Logging:LogLevel:Default", "Debug"), ("Urls", "http://x"),
            ("Kestrel:Limits", "1"), ("AllowedHosts", "*"));

    [Theory]
    [InlineData("--Stor", "Store")]
    [InlineData("--User:alice", "Users:name")]
    [InlineData("--Sipp:Listen=x", "Sip:Listen")]
    public void A_mistyped_section_on_the_command_line_is_told_with_the_nearest(string argument, string nearest) =>
        Assert.EndsWith($"such as {nearest}", KnownKeys.FindMistypedRoot([argument, "x"])!.ToString());

    [Theory]
    [InlineData("--urls")]
    [InlineData("--environment")]
    [InlineData("--contentRoot")]
    [InlineData("--Logging:LogLevel:Default")]
    [InlineData("--Store")]
    public void Known_sections_and_those_of_dotnet_pass_on_the_command_line(string argument) =>
        Assert.Null(KnownKeys.FindMistypedRoot([argument, "x"]));

    [Fact]
    public void Whatever_the_value_holds_it_is_told_in_one_line()
    {
        var line = Bad(("Store", "a\nb\r" + new string('x', 500)));

        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain('\r', line);
        Assert.InRange(line.Length, 1, 200);
    }

    private static LocalOptions Good(params (string Key, string Value)[] pairs)
    {
        var options = OptionsLoader.Load(Loaded.Configuration(pairs), Path.GetTempPath(), out var error);
        Assert.Null(error);
        return options!;
    }

    private static string Bad(params (string Key, string Value)[] pairs)
    {
        var options = OptionsLoader.Load(Loaded.Configuration(pairs), Path.GetTempPath(), out var error);
        Assert.Null(options);
        return error!.ToString();
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_table_name_has_3_to_63_characters(int length, bool isGood) =>
        Assert.Equal(isGood, OptionParsers.TryTable(new string('a', length), out _));

    [Theory]
    [InlineData("relay-1", true)]
    [InlineData("12345678901234567890123456789012", true)]
    [InlineData("123456789012345678901234567890123", false)]
    [InlineData("Relay", false)]
    [InlineData("relay.example", false)]
    [InlineData("", false)]
    public void A_relay_has_a_name_of_1_to_32_lower_case_letters_digits_and_dashes(string name, bool isGood) =>
        Assert.Equal(isGood, OptionParsers.TryRelayId(name, out _));
}
