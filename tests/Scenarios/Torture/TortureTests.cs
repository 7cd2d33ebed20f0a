using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;
using Xunit.Abstractions;

namespace ServerlessSip.Scenarios.Torture;

/// <summary>
/// Every message of RFC 4475 and RFC 5118 as a datagram to the running server, which must live and answer.
/// </summary>
[Collection(Alone.Name)]
public sealed class TortureTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NoAnswerTime = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// To most targets of the corpus the server is a stranger at first, and their home the second time.
    /// </summary>
    [Theory]
    [InlineData("sip.test", true)]
    [InlineData(
        "example.com,example.net,example.org,company.com,biloxi.com,biloxi.example.com,chicago.example.com", false)]
    public async Task Every_message_gets_its_verdict_and_the_server_answers_after_it(string domains, bool isStranger)
    {
        await using var network = await LoopbackNamespace.Make();
        await using var server = await LocalServer.Start(["--Sip:Domains", domains], network.Prefix);
        var messages = TortureMessage.All();
        Assert.Equal(63, messages.Count);

        var faults = new List<string>();
        foreach (var message in messages)
        {
            using var socket = network.Bind(message.SourcePort);
            var (statuses, alive) = await Replay(socket, server.Sip, message, domains.Split(',')[0]);
            var fault = message.Fault([.. statuses.Where(status => status >= 200).Distinct()], isStranger);
            output.WriteLine($"{message.Name}: {string.Join(' ', statuses)} {fault}");
            if (fault is not null) faults.Add($"{message.Name}: {fault}");
            if (!alive) faults.Add($"{message.Name}: OPTIONS was not answered after it");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<(IReadOnlyList<int> Statuses, bool Alive)> Replay(
        Socket socket, IPEndPoint server, TortureMessage message, string domain)
    {
        await socket.SendToAsync(message.Datagram, server);
        var statuses = new List<int>();
        var wait = message.WantsAnswer ? AnswerTime : NoAnswerTime;
        while (statuses.All(status => status < 200) && await Receive(socket, wait) is { } answer)
            statuses.Add(answer.Status);

        var callId = UdpPhone.Random();
        await socket.SendToAsync(Options(socket, callId, domain), server);
        while (await Receive(socket, AnswerTime) is { } answer)
        {
            if (answer["Call-ID"] == callId) return (statuses, answer.Status == 200);
            statuses.Add(answer.Status);
        }
        return (statuses, false);
    }

    private static async Task<SipText?> Receive(Socket socket, TimeSpan within)
    {
        var buffer = new byte[65_535];
        using var limit = new CancellationTokenSource(within);
        try
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token);
            return SipText.Parse(buffer.AsSpan(0, length));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static byte[] Options(Socket socket, string callId, string domain) => Encoding.ASCII.GetBytes(
        $"""
        OPTIONS sip:{domain} SIP/2.0
        Via: SIP/2.0/UDP {socket.LocalEndPoint};branch=z9hG4bK{callId};rport
        From: <sip:probe@elsewhere.test>;tag=1
        To: <sip:{domain}>
        Call-ID: {callId}
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0


        """.ReplaceLineEndings("\r\n"));
}
