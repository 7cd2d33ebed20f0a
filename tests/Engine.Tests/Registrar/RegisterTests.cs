using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Registrar;

public sealed class RegisterTests
{
    private const string Contact = "Contact: <sip:alice@198.51.100.7:5066>";

    private readonly RegistrarWorld _world = new();

    private static string[] ContactsOf(SipMessage answer)
    {
        var contacts = new List<string>();
        foreach (var contact in answer.Values(HeaderName.Contact)) contacts.Add(Encoding.UTF8.GetString(contact.Span));
        return [.. contacts];
    }

    private static string? Header(SipMessage answer, HeaderName name) =>
        answer.TryGet(name, out var value) ? Encoding.UTF8.GetString(value.Span) : null;

    [Fact]
    public void A_phone_registers_and_is_told_its_binding()
    {
        var answer = _world.Register(Contact, "Expires: 600");
        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(["<sip:alice@198.51.100.7:5066>;expires=600"], ContactsOf(answer));
        Assert.Equal("Tue, 01 Jan 2030 12:00:00 GMT", Header(answer, HeaderName.Date));
        var binding = Assert.Single(_world.State!.Bindings);
        Assert.Equal(RegistrarWorld.Start.AddSeconds(600), binding.ExpiresAt);
        Assert.Equal(_world.Flow, binding.Flow);
        Assert.Equal(("alice@example.com", "users/alice", "online"),
            (_world.State.Aor, _world.State.Resource, _world.State.Status));
    }

    [Fact]
    public void An_answer_goes_back_once_over_the_flow_it_came_by()
    {
        _world.Register(Contact);
        var send = Assert.Single(_world.Effects.OfType<SendSip>());
        Assert.Equal((RelayCommandKind.SendResponse, Retransmission.None), (send.Kind, send.Retransmission));
        Assert.Equal((_world.Flow, "r1"), (send.Flow, send.Relay));
        Assert.Equal(_world.Now.AddSeconds(32), send.NotAfter);
    }

    [Theory]
    [InlineData("", null, 3600)]
    [InlineData("", "700", 700)]
    [InlineData(";expires=800", "700", 800)]
    [InlineData(";expires=30", null, 30)]
    [InlineData(";expires=7200", null, 7200)]
    [InlineData(";expires=7201", null, 7200)]
    [InlineData(";expires=99999999999999", null, 7200)]
    [InlineData(";expires=soon", null, 3600)]
    [InlineData("", "-1", 3600)]
    public void The_time_is_the_contacts_own_then_the_headers_then_ours(string parameter, string? header, int granted)
    {
        string[] lines = header is null ? [Contact + parameter] : [Contact + parameter, "Expires: " + header];
        Assert.Equal([$"<sip:alice@198.51.100.7:5066>;expires={granted}"], ContactsOf(_world.Register(lines)));
    }

    [Fact]
    public void Too_brief_a_time_gets_423_and_changes_nothing()
    {
        var answer = _world.Register("Contact: <sip:a@198.51.100.8>;expires=600", Contact + ";expires=29");
        Assert.Equal(423, answer.StatusCode);
        Assert.Equal("30", Header(answer, HeaderName.MinExpires));
        Assert.Null(_world.State);
    }

    [Fact]
    public void Several_contacts_come_at_once_each_with_its_q()
    {
        var answer = _world.Register(
            "Contact: <sip:a@198.51.100.8>;q=0.5, <sip:b@198.51.100.8>;q=0.75;expires=60", Contact);
        Assert.Equal(
            [
                "<sip:a@198.51.100.8>;expires=3600;q=0.500",
                "<sip:b@198.51.100.8>;expires=60;q=0.750",
                "<sip:alice@198.51.100.7:5066>;expires=3600",
            ],
            ContactsOf(answer));
        Assert.Equal([500, 750, 1000], _world.State!.Bindings.Select(b => b.Q));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1.000", 1000)]
    [InlineData("0.1239", 123)]
    [InlineData("1.5", 1000)]
    [InlineData("x", 1000)]
    public void A_q_is_read_in_thousandths(string q, int thousandths)
    {
        _world.Register($"{Contact};q={q}");
        Assert.Equal(thousandths, _world.State!.Bindings[0].Q);
    }

    [Fact]
    public void A_refresh_keeps_one_binding_and_a_contact_is_compared_as_a_URI()
    {
        _world.Register(Contact);
        _world.Pass(TimeSpan.FromMinutes(10));
        var answer = _world.Register("Contact: \"Alice\" <SIP:%61lice@198.51.100.7:5066>");
        Assert.Equal(["<SIP:%61lice@198.51.100.7:5066>;expires=3600"], ContactsOf(answer));
    }

    [Fact]
    public void Without_a_contact_the_bindings_are_listed_with_the_time_they_have_left()
    {
        _world.Register(Contact);
        _world.Pass(TimeSpan.FromSeconds(599.5));
        Assert.Equal(["<sip:alice@198.51.100.7:5066>;expires=3001"], ContactsOf(_world.Register()));
        Assert.Equal(RegistrarWorld.Start.AddHours(1), _world.State!.Bindings[0].ExpiresAt);
    }

    [Fact]
    public void A_fetch_of_nothing_is_an_empty_200() =>
        Assert.Empty(ContactsOf(_world.Register()));

    [Fact]
    public void An_expires_of_zero_removes_that_contact_alone()
    {
        _world.Register(Contact, "Contact: <sip:b@198.51.100.8>");
        var answer = _world.Register(Contact + ";expires=0");
        Assert.Equal(["<sip:b@198.51.100.8>;expires=3600"], ContactsOf(answer));
    }

    [Fact]
    public void Removing_a_contact_that_is_not_there_is_no_fault() =>
        Assert.Equal(200, _world.Register(Contact, "Expires: 0").StatusCode);

    [Fact]
    public void A_star_with_expires_0_removes_all()
    {
        _world.Register(Contact, "Contact: <sip:b@198.51.100.8>");
        var answer = _world.Register("Contact: *", "Expires: 0");
        Assert.Equal(200, answer.StatusCode);
        Assert.Empty(ContactsOf(answer));
        Assert.Equal("offline", _world.State!.Status);
    }

    [Theory]
    [InlineData("Contact: *")]
    [InlineData("Contact: *", "Expires: 1")]
    [InlineData("Contact: *", "Expires: 00x")]
    [InlineData("Contact: *", "Contact: <sip:b@198.51.100.8>", "Expires: 0")]
    [InlineData("Contact: <sip:b@198.51.100.8>, *", "Expires: 0")]
    [InlineData("Contact: <sip:b@198.51.100.8")]
    public void A_star_stands_alone_with_expires_0_and_contacts_follow_the_grammar(params string[] lines)
    {
        _world.Register(Contact);
        var before = _world.State;
        Assert.Equal(400, _world.Register(lines).StatusCode);
        Assert.Same(before, _world.State);
    }

    [Theory]
    [InlineData("outbound", "outbound")]
    [InlineData("gruu, path, 100rel", "gruu, 100rel")]
    public void A_required_extension_that_is_not_known_gets_420_before_any_challenge(
        string required, string unsupported)
    {
        var answer = _world.Send(_world.New(Contact, "Require: " + required));
        Assert.Equal(420, answer.StatusCode);
        Assert.Equal(unsupported, Header(answer, HeaderName.Unsupported));
    }

    [Fact]
    public void A_path_is_kept_in_order_and_given_back()
    {
        var answer = _world.Register(Contact, "Path: <sip:p1;lr>, <sip:p2;lr>", "Path: <sip:p3;lr>", "Supported: path");
        Assert.Equal(["<sip:p1;lr>", "<sip:p2;lr>", "<sip:p3;lr>"], _world.State!.Bindings[0].Path.ToArray());
        var paths = new List<string>();
        foreach (var path in answer.Values(HeaderName.Path)) paths.Add(Encoding.UTF8.GetString(path.Span));
        Assert.Equal(_world.State.Bindings[0].Path.ToArray(), paths.ToArray());
    }

    [Fact]
    public void A_path_that_the_phone_does_not_know_of_gets_420()
    {
        var answer = _world.Register(Contact, "Path: <sip:p1;lr>");
        Assert.Equal((420, "path"), (answer.StatusCode, Header(answer, HeaderName.Unsupported)));
        Assert.Null(_world.State);
    }

    [Fact]
    public void A_REGISTER_of_another_version_gets_505()
    {
        var text = Encoding.ASCII.GetString(_world.New().ToMessage().Bytes.Span);
        text = text.Replace(".com SIP/2.0", ".com SIP/7.0");
        Assert.True(SipMessage.TryParse(Encoding.ASCII.GetBytes(text), out var message, out _));
        _world.Feed(new SipReceived(message!, _world.Flow, AnswerBy: null));
        Assert.Equal(505, _world.Answer().StatusCode);
        Assert.Null(_world.State);
    }

    [Theory]
    [InlineData("Path: <sip:>")]
    [InlineData("Path: <sip:p1;lr>, nonsense")]
    public void A_path_that_cannot_be_read_gets_400_and_is_not_kept(string path)
    {
        Assert.Equal(400, _world.Register(Contact, path, "Supported: path").StatusCode);
        Assert.Null(_world.State);
    }

    [Fact]
    public void A_malformed_REGISTER_gets_400()
    {
        var answer = _world.Send(_world.New("Contact: <sip:a@b>") with { CSeq = "99999999999" });
        Assert.Equal(400, answer.StatusCode);
    }

    [Theory]
    [InlineData("<sip:alice@elsewhere.net>")]
    [InlineData("<sip:example.com>")]
    [InlineData("<sip:bob@example.com>")]
    public void An_address_that_is_not_this_registrars_gets_404(string to) =>
        Assert.Equal(404, _world.Send(_world.New(Contact) with { To = to }).StatusCode);

    [Theory]
    [InlineData("<sip:ALICE@localhost>")]
    [InlineData("\"A\" <sips:%61lice@example.com:5061;transport=tcp>")]
    [InlineData("sip:alice@192.0.2.1")]
    public void Every_spelling_of_an_address_names_it(string to) =>
        Assert.Equal(200, _world.Register(_world.New(Contact) with { To = to }).StatusCode);

    [Fact]
    public void After_the_relay_has_answered_nothing_is_changed()
    {
        var register = _world.New(Contact);
        register = register.Answering(_world.Send(register));
        var by = _world.Now + EngineLimits.Default.AnswerMargin;
        _world.Feed(new SipReceived(register.ToMessage(), _world.Flow, by - TimeSpan.FromMilliseconds(1)));
        Assert.Empty(_world.Effects);
        Assert.Null(_world.State);
        _world.Feed(new SipReceived(register.ToMessage(), _world.Flow, by));
        Assert.Equal(200, _world.Answer().StatusCode);
    }
}
