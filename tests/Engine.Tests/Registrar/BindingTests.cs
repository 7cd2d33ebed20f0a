using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Registrar;

public sealed class BindingTests
{
    private const string Contact = "Contact: <sip:alice@198.51.100.7:5066>";
    private const string Other = "Contact: <sip:alice@198.51.100.8>";

    private readonly RegistrarWorld _world = new();
    private int _branch = 10;

    private int Register(string callId, string cseq, params string[] lines)
    {
        var register = _world.New(lines) with { CallId = callId };
        var good = register.Answering(_world.Send(register)) with { CSeq = cseq, Branch = $"z9hG4bK{++_branch}" };
        return _world.Send(good).StatusCode;
    }

    [Theory]
    [InlineData("11", 200)]
    [InlineData("10", 500)]
    [InlineData("9", 500)]
    public void In_one_CallId_only_a_higher_CSeq_changes_a_binding(string cseq, int status)
    {
        Register("a", "10", Contact);
        var before = _world.State;
        Assert.Equal(status, Register("a", cseq, Contact + ";expires=60"));
        if (status == 500) Assert.Same(before, _world.State);
        else Assert.Equal(11u, _world.State!.Bindings[0].CSeq);
    }

    [Fact]
    public void Another_CallId_is_a_phone_that_started_anew() => Assert.Equal(
        (200, 200), (Register("a", "10", Contact), Register("b", "1", Contact)));

    [Fact]
    public void A_late_removal_is_aborted_as_a_whole()
    {
        Register("a", "5", Other);
        Register("a", "10", Contact);
        var before = _world.State;
        Assert.Equal(500, Register("a", "7", "Contact: *", "Expires: 0"));
        Assert.Equal(500, Register("a", "7", Other, Contact, "Expires: 0"));
        Assert.Same(before, _world.State);
        Assert.Equal(200, Register("a", "11", "Contact: *", "Expires: 0"));
        Assert.Empty(_world.State!.Bindings);
    }

    [Fact]
    public void One_contact_twice_in_a_request_is_one_binding()
    {
        Assert.Equal(200, Register("a", "1", Contact + ";q=0.1", Contact + ";q=0.2"));
        Assert.Equal(200, Assert.Single(_world.State!.Bindings).Q);
    }

    [Fact]
    public void A_flow_is_named_by_instance_and_reg_id_whatever_its_contact()
    {
        const string Instance = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\";reg-id=";
        Register("a", "1", Contact + Instance + "1");
        Register("b", "1", Contact + Instance + "2");
        Register("c", "1", Other + Instance + "1");
        Assert.Equal(["sip:alice@198.51.100.8", "sip:alice@198.51.100.7:5066"], _world.Contacts);
        Assert.Equal([1, 2], _world.State!.Bindings.Select(b => b.RegId));
        Assert.Equal("<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>", _world.State.Bindings[0].Instance);
        var text = System.Text.Encoding.ASCII.GetString(_world.Answer().Bytes.Span);
        Assert.Contains(Other + ";expires=3600" + Instance + "1\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reg_id_without_an_instance_says_nothing()
    {
        Register("a", "1", Contact + ";reg-id=1");
        Register("b", "1", Other + ";reg-id=1");
        Assert.Equal(2, _world.State!.Bindings.Length);
    }

    [Fact]
    public void The_last_binding_of_the_limit_is_taken_and_one_past_it_gets_403()
    {
        var contacts = Enumerable.Range(1, EngineLimits.Default.MaxBindings)
            .Select(i => $"Contact: <sip:a@192.0.2.{i}>");
        Assert.Equal(200, Register("a", "1", [.. contacts]));
        var before = _world.State;
        Assert.Equal(403, Register("a", "2", Contact));
        Assert.Same(before, _world.State);
        Assert.Equal(200, Register("a", "3", Contact, "Contact: <sip:a@192.0.2.1>;expires=0"));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 400)]
    public void A_binding_keeps_so_many_bytes_and_not_one_more(int extra, int status)
    {
        const string Frame = "<sip:alice@198.51.100.7;x=>";
        var fixedBytes = Frame.Length + "a".Length + "z9hG4bK11".Length;
        var pad = new string('y', EngineLimits.Default.MaxBindingBytes - fixedBytes + extra);
        Assert.Equal(status, Register("a", "1", "Contact: " + Frame.Replace("x=", "x=" + pad)));
    }

    [Fact]
    public void A_long_user_agent_is_cut()
    {
        Register("a", "1", Contact, "User-Agent: " + new string('u', 129));
        Assert.Equal(128, _world.State!.Bindings[0].UserAgent!.Length);
    }

    [Theory]
    [InlineData("sip:a@198.51.100.7:9", "198.51.100.7:5066", false)]
    [InlineData("sip:a@phone.example.org", "10.0.0.9", false)]
    [InlineData("sip:a@x1y2.invalid", "198.51.100.7", true)]
    [InlineData("sip:a@10.0.0.9", "198.51.100.7", true)]
    [InlineData("sip:a@172.31.0.9", "198.51.100.7", true)]
    [InlineData("sip:a@172.32.0.9", "198.51.100.7", false)]
    [InlineData("sip:a@100.64.0.9", "198.51.100.7", true)]
    [InlineData("sip:a@127.0.0.1:5070", "198.51.100.7", true)]
    [InlineData("sip:a@[fd00::9]", "198.51.100.7", true)]
    [InlineData("sip:a@203.0.113.9", "198.51.100.7", false)]
    [InlineData("sip:a@203.0.113.9", "203.0.113.9", true)]
    public void Over_UDP_a_contact_behind_a_translation_is_reached_by_its_flow(
        string contact, string sentBy, bool byFlow)
    {
        _world.Register(_world.New($"Contact: <{contact}>") with { SentBy = sentBy });
        Assert.Equal(byFlow, _world.State!.Bindings[0].ByFlow);
    }

    [Fact]
    public void A_mapped_IPv4_source_is_that_address()
    {
        _world.Flow = RegistrarWorld.UdpFrom("[::ffff:10.0.0.9]:5066");
        _world.Register(_world.New("Contact: <sip:a@10.0.0.9>") with { SentBy = "10.0.0.9" });
        Assert.False(_world.State!.Bindings[0].ByFlow);
    }

    [Theory]
    [InlineData(SipTransport.Tcp, null, true)]
    [InlineData(SipTransport.Wss, null, true)]
    [InlineData(SipTransport.Tcp, "Path: <sip:edge.example.com;lr>", false)]
    public void A_stream_is_used_again_unless_a_Path_leads_elsewhere(SipTransport transport, string? path, bool byFlow)
    {
        _world.Flow = _world.Flow with { Transport = transport };
        string[] lines = path is null ? [Contact] : [Contact, path, "Supported: path"];
        _world.Register(lines);
        Assert.Equal(byFlow, _world.State!.Bindings[0].ByFlow);
    }

    [Fact]
    public void The_actor_has_no_answer_for_what_is_not_its_business()
    {
        _world.Feed(new TransactionTimedOut("x", TimeoutReason.NoResponse));
        Assert.Empty(_world.Effects);
        _world.Feed(new CredentialsAnswer("register", null));
        Assert.Empty(_world.Effects);
        Assert.Null(_world.State);
        _world.Feed(new CommandReceived("dance", ImmutableDictionary<string, string>.Empty));
        Assert.Equal(400, _world.Result!.Status);
    }
}
