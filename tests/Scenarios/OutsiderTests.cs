using System.Text.RegularExpressions;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>A stranger who was called once holds a token that we signed; it must be worth nothing to him.</summary>
public sealed class OutsiderTests : IAsyncLifetime, IDisposable
{
    private LocalServer _server = null!;
    private UdpPhone _alice = null!;
    private UdpPhone _bob = null!;
    private UdpPhone _mallory = null!;
    private UdpPhone _elsewhere = null!;
    private SipText _received = null!;

    private string Foreign => $"sip:victim@127.0.0.1:{_elsewhere.Port}";

    /// <summary>Bob was called by alice, and gives what his phone received to mallory.</summary>
    public async Task InitializeAsync()
    {
        _server = await LocalServer.Start();
        _alice = new UdpPhone(_server, "alice");
        _bob = new UdpPhone(_server, "bob");
        _mallory = new UdpPhone(_server, "mallory");
        _elsewhere = new UdpPhone(_server, "victim");
        Assert.Equal(200, (await _alice.Register()).Status);
        Assert.Equal(200, (await _bob.Register()).Status);
        var call = await UdpCall.Establish(_alice, _bob);
        _received = call.Received;
        await call.HangUp(byCaller: true);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        foreach (var phone in new[] { _alice, _bob, _mallory, _elsewhere }) phone.Dispose();
    }

    [Fact]
    public Task A_token_in_Route_opens_no_way_to_a_foreign_target() =>
        Refused(WithRoutes(Stranger("INVITE", Foreign)), 403, 404, 481);

    [Fact]
    public Task A_token_in_Route_with_the_Call_ID_it_was_made_for_opens_none_either() =>
        Refused(WithRoutes(Stranger("INVITE", Foreign)).Set("Call-ID", _received["Call-ID"]), 403, 404, 481);

    [Theory]
    [InlineData("any")]
    [InlineData("same")]
    public Task A_token_in_Route_with_any_To_tag_opens_no_way(string tag)
    {
        var to = tag == "any" ? UdpPhone.Random() : _received.Tag("From");
        return Refused(WithRoutes(Stranger("INVITE", Foreign)).Set("To", $"<{Foreign}>;tag={to}"), 403, 404, 481);
    }

    [Fact]
    public Task A_token_with_another_Call_ID_opens_no_way_for_BYE() =>
        Refused(WithRoutes(Stranger("BYE", Foreign)).Set("To", $"<{Foreign}>;tag=x"), 403, 404, 481);

    [Fact]
    public Task A_token_as_Contact_and_Request_URI_opens_no_way()
    {
        var ours = PhoneDialog.UriOf(_received.Addresses("Record-Route")[0]);
        return Refused(
            Stranger("INVITE", ours).Set("Contact", _received["Record-Route"]).With("Route", $"<{Foreign};lr>"),
            403, 404, 416, 481);
    }

    [Fact]
    public Task A_branch_token_used_as_To_tag_opens_no_way()
    {
        var branch = Regex.Match(_received["Via"], "branch=z9hG4bK([^;]+)").Groups[1].Value;
        return Refused(WithRoutes(Stranger("INVITE", Foreign)).Set("To", $"<{Foreign}>;tag={branch}"), 403, 404, 481);
    }

    [Fact]
    public Task A_plain_Route_to_elsewhere_outside_a_dialog_is_403() =>
        Refused(Stranger("INVITE", "sip:bob@sip.test").With("Route", $"<{Foreign};lr>"), 403);

    [Fact]
    public async Task A_plain_Route_to_elsewhere_is_403_for_our_own_user_too()
    {
        var invite = _alice.NewRequest("INVITE", "sip:bob@sip.test").With("Route", $"<{Foreign};lr>");
        Assert.Equal(403, (await _alice.Answered(invite)).Status);
        await NothingWentOut();
    }

    [Fact]
    public async Task Our_own_user_is_not_relayed_to_a_foreign_target()
    {
        Assert.Equal(403, (await _alice.Answered(_alice.NewRequest("INVITE", Foreign))).Status);
        await NothingWentOut();
    }

    private SipText Stranger(string method, string target) =>
        _mallory.NewRequest(method, target).Set("From", $"<sip:mallory@elsewhere.test>;tag={UdpPhone.Random()}");

    private SipText WithRoutes(SipText request) =>
        _received.Addresses("Record-Route").Aggregate(request, (message, route) => message.With("Route", route));

    private async Task Refused(SipText request, params int[] statuses)
    {
        var answer = await _mallory.Exchange(request);
        Assert.Contains(answer.Status, statuses);
        await NothingWentOut();
    }

    /// <summary>The target is a socket of ours: what the server relays would arrive there.</summary>
    private async Task NothingWentOut()
    {
        await Task.Delay(Patience.Silence);
        Assert.Empty(_elsewhere.Unread);
        Assert.DoesNotContain(_bob.Unread, message => message["From"].Contains("mallory", StringComparison.Ordinal));
    }
}
