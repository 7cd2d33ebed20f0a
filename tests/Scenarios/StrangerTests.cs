using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Requests that nobody vouches for are answered and forgotten.</summary>
public sealed class StrangerTests
{
    private const int Requests = 10_000;
    private const int AtOnce = 50;

    [Fact]
    public async Task Ten_thousand_unauthenticated_requests_leave_no_document_in_memory()
    {
        await using var server = await LocalServer.Start();
        await Knock(server);
        await NothingIsKept(server);
    }

    [ToolFact("node", "npm")]
    public async Task Ten_thousand_unauthenticated_requests_leave_no_row_in_the_table()
    {
        await using var server = await LocalServer.StartOnTables();
        await Knock(server);
        await NothingIsKept(server);
        Assert.Empty(await TableRows.Partitions(server.TablesPort));

        // The count can fail: one registration is one row.
        using var alice = new UdpPhone(server, "alice");
        Assert.Equal(200, (await alice.Register()).Status);
        Assert.Single(await TableRows.Partitions(server.TablesPort));
    }

    private static async Task Knock(LocalServer server)
    {
        using var phone = new UdpPhone(server, "alice");
        for (var sent = 0; sent < Requests; sent += AtOnce)
        {
            var requests = Enumerable.Range(sent, AtOnce).Select(number => Unauthenticated(phone, number)).ToArray();
            foreach (var request in requests) await phone.Send(request);
            foreach (var request in requests)
            {
                var answer = await phone.Final(request);
                Assert.InRange(answer.Status, 400, 499);
                if (request.Method == "INVITE") await phone.Send(UdpPhone.Ack(request, answer));
            }
        }
    }

    private static SipText Unauthenticated(UdpPhone phone, int number) => (number % 5) switch
    {
        0 => phone.NewRequest("INVITE", "sip:bob@sip.test"),
        1 => phone.NewRequest("REGISTER", "sip:sip.test", $"sip:user{number}@sip.test"),
        2 => phone.NewRequest("MESSAGE", "sip:bob@sip.test"),
        3 => phone.NewRequest("REGISTER", "sip:sip.test", phone.Address)
            .With("Authorization", "Digest username=\"alice\", realm=\"sip.test\", nonce=\"n\", uri=\"sip:sip.test\", "
                + "response=\"00000000000000000000000000000000\""),
        _ => phone.NewRequest("BYE", "sip:bob@sip.test").Set("To", $"<sip:bob@sip.test>;tag={number}"),
    };

    private static async Task NothingIsKept(LocalServer server)
    {
        Assert.Empty(Observations.Items(await server.Api.Calls()));
        Assert.All(Observations.Items(await server.Api.Users()), user =>
        {
            Assert.Equal("offline", Observations.State(user));
            Assert.Equal(0, user.GetProperty("version").GetInt64());
        });
    }
}
