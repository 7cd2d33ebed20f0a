using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

[Collection(Alone.Name)]
public sealed class RegistrationTests
{
    [ToolFact("baresip")]
    public async Task A_wrong_password_is_refused_and_nothing_is_stored()
    {
        await using var server = await LocalServer.Start();
        await using var phone = await Baresip.Start(new Account("alice", server.Sip) { Secret = "wrong" });
        await phone.Line(@"alice@sip\.test: 40[13] ");
        var alice = await server.Api.User("alice");
        Assert.Equal("offline", alice.GetProperty("state").GetString());
        Assert.Equal(0, alice.GetProperty("version").GetInt64());
        Assert.Equal(0, alice.GetProperty("contacts").GetArrayLength());
    }

    [ToolFact("baresip")]
    public async Task A_phone_that_quits_is_offline_at_once()
    {
        await using var server = await LocalServer.Start();
        await using var phone = await Baresip.Registered(new Account("alice", server.Sip));
        await server.Until("alice", "online");
        await phone.Quit();
        await server.Until("alice", "offline");
    }

    [ToolFact("sipsak")]
    public async Task OPTIONS_by_sipsak_is_answered()
    {
        await using var server = await LocalServer.Start();
        var (exit, output) = await Sipsak.Options(server.Sip, $"sip:{LocalServer.Domain}");
        Assert.True(exit == 0, output);
        Assert.Contains("SIP/2.0 200", output, StringComparison.Ordinal);
    }
}
