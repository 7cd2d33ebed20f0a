using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Registrar;

public sealed class RegisterAuthTests
{
    private const string Contact = "Contact: <sip:alice@198.51.100.7:5066>";

    private readonly RegistrarWorld _world = new();

    [Fact]
    public void A_stranger_is_challenged_and_leaves_nothing_behind()
    {
        Assert.Equal(401, _world.Send(_world.New(Contact)).StatusCode);
        Assert.Null(_world.State);
        Assert.Single(_world.Effects);
    }

    [Fact]
    public void A_challenge_leaves_a_document_as_it_is()
    {
        _world.Register(Contact);
        var before = _world.State;
        Assert.Equal(401, _world.Send(_world.New(Contact)).StatusCode);
        Assert.Same(before, _world.State);
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("alice", "pw-bob")]
    [InlineData("nobody", "pw-alice")]
    public void A_wrong_password_or_user_is_challenged_anew_and_nothing_is_stored(string user, string password)
    {
        var answer = _world.Register(_world.New(Contact) with { User = user, Password = password });
        Assert.Equal(401, answer.StatusCode);
        Assert.True(answer.TryGet(HeaderName.WwwAuthenticate, out var value));
        Assert.DoesNotContain("stale", System.Text.Encoding.ASCII.GetString(value.Span));
        Assert.Null(_world.State);
    }

    [Fact]
    public void Nobody_registers_for_another()
    {
        var answer = _world.Register(_world.New(Contact) with { User = "bob", Password = "pw-bob" });
        Assert.Equal(403, answer.StatusCode);
        Assert.Null(_world.State);
    }

    [Fact]
    public void A_user_name_with_the_domain_is_the_same_user() =>
        Assert.Equal(200, _world.Register(_world.New(Contact) with { User = "alice@example.com" }).StatusCode);

    [Fact]
    public void Credentials_used_again_with_another_contact_are_refused_as_stale()
    {
        var register = _world.New(Contact);
        var good = register.Answering(_world.Send(register));
        Assert.Equal(200, _world.Send(good).StatusCode);
        var before = _world.State;
        var answer = _world.Send(good with { CSeq = "77", Lines = ["Contact: <sip:evil@203.0.113.66>"] });
        Assert.Equal(401, answer.StatusCode);
        Assert.True(answer.TryGet(HeaderName.WwwAuthenticate, out var value));
        Assert.EndsWith("stale=TRUE", System.Text.Encoding.ASCII.GetString(value.Span));
        Assert.Same(before, _world.State);
    }

    [Fact]
    public void A_fetch_uses_its_credentials_up_as_well()
    {
        var fetch = _world.New();
        var good = fetch.Answering(_world.Send(fetch));
        Assert.Equal(200, _world.Send(good).StatusCode);
        Assert.Equal(401, _world.Send(good with { CSeq = "77", Lines = [Contact] }).StatusCode);
        Assert.Empty(_world.State!.Bindings);
    }

    [Fact]
    public void A_repeated_REGISTER_gets_the_same_answer_and_changes_nothing()
    {
        var register = _world.New(Contact);
        var good = register.Answering(_world.Send(register));
        _world.Send(good);
        var (first, before) = (Bytes(), _world.State);
        _world.Pass(TimeSpan.FromSeconds(20));
        _world.Send(good);
        Assert.Equal(first, Bytes());
        Assert.Same(before, _world.State);
        Assert.Single(_world.Effects);
    }

    [Fact]
    public void A_repeated_removal_gets_the_same_answer()
    {
        _world.Register(Contact);
        var register = _world.New("Contact: *", "Expires: 0");
        var good = register.Answering(_world.Send(register));
        _world.Send(good);
        var first = Bytes();
        Assert.Equal(200, _world.Send(good).StatusCode);
        Assert.Equal(first, Bytes());
    }

    [Fact]
    public void A_repeat_from_another_source_is_judged_by_its_credentials()
    {
        var register = _world.New(Contact);
        var good = register.Answering(_world.Send(register));
        _world.Send(good);
        _world.Flow = RegistrarWorld.UdpFrom("203.0.113.66:5066");
        Assert.Equal(401, _world.Send(good).StatusCode);
    }

    [Fact]
    public void The_sixteen_last_answers_are_remembered_and_no_more()
    {
        var sent = new List<Register>();
        for (var i = 0; i < EngineLimits.Default.MaxAnswered; i++)
        {
            sent.Add(Register());
            _world.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(200, _world.Send(sent[0]).StatusCode);
        Register();
        Assert.Equal(401, _world.Send(sent[0]).StatusCode);
        Assert.Equal(200, _world.Send(sent[1]).StatusCode);
    }

    [Fact]
    public void An_answer_is_remembered_for_the_life_of_a_transaction()
    {
        var register = Register();
        _world.Pass(EngineLimits.Default.TransactionLife);
        Register();
        Assert.Single(_world.State!.Answered);
        Assert.Equal(401, _world.Send(register).StatusCode);
    }

    private Register Register()
    {
        var register = _world.New(Contact);
        var good = register.Answering(_world.Send(register));
        Assert.Equal(200, _world.Send(good).StatusCode);
        return good;
    }

    private byte[] Bytes() => _world.Effects.OfType<SendSip>().Single().Message.ToBytes().ToArray();
}
