using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessSip.AzureAdapters;
using Xunit.Abstractions;

namespace ServerlessSip.AzureSurface.Suites.Cost;

/// <summary>
/// What a call costs on Azure: INVITE 100 180 200 ACK BYE 200, by the adapters' own counters. The 100 is the relay's.
/// </summary>
public sealed class CallCostTests(ITestOutputHelper output)
{
    private const int Caller = 5071;
    private const int Callee = 5072;

    private sealed record Cost(long BusMessages, long Scheduled, long TableOperations);

    [Theory]
    [InlineData(false, false, 12, 16)]
    [InlineData(false, true, 12, 10)]
    [InlineData(true, false, 15, 20)]
    [InlineData(true, true, 15, 12)]
    public async Task A_plain_call_stays_within_its_budget(bool digest, bool cache, int messages, int operations)
    {
        using var system = new AzureSystem(cache);
        await Register(system);
        var before = Costs(system);

        await Call(system, digest);

        var after = Costs(system);
        var cost = new Cost(after.BusMessages - before.BusMessages, after.Scheduled - before.Scheduled,
            after.TableOperations - before.TableOperations);
        await Timers(system);
        var later = Costs(system);
        Note($"digest {digest}, cache {cache}: {cost}, timers afterwards: "
            + $"{later.Scheduled - after.Scheduled} scheduled, {later.TableOperations - after.TableOperations} table "
            + $"operations, {system.Counts[Operation.TableDelete]} deletions");
        Assert.InRange(cost.BusMessages, 1, messages);
        Assert.InRange(cost.Scheduled, 0, 1);
        Assert.InRange(cost.TableOperations, 1, operations);
    }

    /// <summary>Lets the timers of the call fire until none is left.</summary>
    private static async Task Timers(AzureSystem system)
    {
        for (var minutes = 0; minutes < 5; minutes++)
        {
            system.Pass(TimeSpan.FromMinutes(1));
            await system.Quiet();
        }
    }

    private void Note(string line)
    {
        output.WriteLine(line);
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName;
        File.AppendAllLines(Path.Combine(folder, "cost.txt"), [line]);
    }

    private static Cost Costs(AzureSystem system) => new(
        system.Counts[Operation.BusSend], system.Counts[Operation.BusSchedule],
        system.Counts[Operation.TableRead] + system.Counts[Operation.TableWrite]);

    private static async Task Register(AzureSystem system)
    {
        var register = Request("REGISTER", "sip:example.com", "bob", "reg", Callee)
            + "Contact: <sip:bob@127.0.0.1:5072>\r\nExpires: 600\r\n";
        system.Receive(Callee, register + "Content-Length: 0\r\n\r\n");
        var challenge = system.Network.Next(Callee, "SIP/2.0 401");
        register = register.Replace("CSeq: 1", "CSeq: 2").Replace("branch=z9hG4bK", "branch=z9hG4bKx");
        register += Authorization("Authorization", challenge, "REGISTER", "sip:example.com", "bob");
        system.Receive(Callee, register + "Content-Length: 0\r\n\r\n");
        system.Network.Next(Callee, "SIP/2.0 200");
        await system.Quiet();
    }

    private static async Task Call(AzureSystem system, bool digest)
    {
        const string target = "sip:bob@example.com";
        var from = digest ? "alice@example.com" : "alice@elsewhere.example";
        var invite = Request("INVITE", target, from, "call-1", Caller)
            + "Contact: <sip:alice@127.0.0.1:5071>\r\n";
        system.Receive(Caller, invite + "Content-Length: 0\r\n\r\n");
        if (digest)
        {
            var challenge = system.Network.Next(Caller, "SIP/2.0 407");
            system.Receive(Caller, Ack(invite, challenge, "z9hG4bKINVITEcall-1"));
            invite = invite.Replace("CSeq: 1", "CSeq: 2").Replace("branch=z9hG4bK", "branch=z9hG4bKx");
            invite += Authorization("Proxy-Authorization", challenge, "INVITE", target, "alice");
            system.Receive(Caller, invite + "Content-Length: 0\r\n\r\n");
        }
        var received = system.Network.Next(Callee, "INVITE ");
        system.Receive(Callee, Response(received, "180 Ringing"));
        system.Network.Next(Caller, "SIP/2.0 180");
        system.Receive(Callee, Response(received, "200 OK"));
        var ok = system.Network.Next(Caller, "SIP/2.0 200");
        system.Receive(Caller, InDialog("ACK", ok, digest ? 2 : 1));
        system.Network.Next(Callee, "ACK ");
        system.Receive(Caller, InDialog("BYE", ok, 9));
        var bye = system.Network.Next(Callee, "BYE ");
        system.Receive(Callee, Response(bye, "200 OK"));
        system.Network.Next(Caller, "SIP/2.0 200");
        await system.Quiet();
    }

    private static string Request(string method, string uri, string from, string callId, int port) =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{method}{callId};rport\r\n"
        + $"From: <sip:{(from.Contains('@') ? from : from + "@example.com")}>;tag=f{callId}\r\n"
        + $"To: <sip:bob@example.com>\r\nCall-ID: {callId}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\n";

    private static string Response(string request, string status)
    {
        var lines = request.Split("\r\n");
        string[] wanted = ["Via:", "From:", "Call-ID:", "CSeq:", "Record-Route:"];
        var kept = lines.Where(line => wanted.Any(w => line.StartsWith(w, StringComparison.OrdinalIgnoreCase)));
        var to = lines.First(line => line.StartsWith("To:", StringComparison.OrdinalIgnoreCase));
        if (!to.Contains(";tag=")) to += ";tag=callee";
        return $"SIP/2.0 {status}\r\n{string.Join("\r\n", kept)}\r\n{to}\r\n"
            + "Contact: <sip:bob@127.0.0.1:5072>\r\nContent-Length: 0\r\n\r\n";
    }

    private static string InDialog(string method, string ok, int cseq)
    {
        string Field(string name) => Regex.Match(ok, $"(?im)^{name}: *(.*?)\r$").Groups[1].Value;
        return $"{method} sip:bob@127.0.0.1:5072 SIP/2.0\r\n"
            + $"Via: SIP/2.0/UDP 127.0.0.1:{Caller};branch=z9hG4bKd{method}{cseq};rport\r\n"
            + $"Route: {Field("Record-Route")}\r\nFrom: {Field("From")}\r\nTo: {Field("To")}\r\n"
            + $"Call-ID: {Field("Call-ID")}\r\nCSeq: {cseq} {method}\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    private static string Ack(string invite, string challenge, string branch)
    {
        var to = Regex.Match(challenge, "(?im)^To: *(.*?)\r$").Groups[1].Value;
        return Regex.Replace(invite.Replace("INVITE", "ACK"), "(?im)^To:.*?\r\n", $"To: {to}\r\n")
            .Replace(branch.Replace("INVITE", "ACK"), branch) + "Content-Length: 0\r\n\r\n";
    }

    private static string Authorization(string header, string challenge, string method, string uri, string user)
    {
        string Part(string name) => Regex.Match(challenge, $"{name}=\"?([^\",\r]+)").Groups[1].Value;
        var (realm, nonce) = (Part("realm"), Part("nonce"));
        var ha1 = Md5($"{user}:{realm}:pw-{user}");
        var response = Md5($"{ha1}:{nonce}:00000001:abc:auth:{Md5($"{method}:{uri}")}");
        return $"{header}: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", "
            + $"response=\"{response}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"abc\"\r\n";
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
