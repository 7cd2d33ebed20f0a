using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSip.Edge;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Several;

/// <summary>A phone of one UDP socket, which sends each message to the relay that it is told.</summary>
internal sealed class LoopPhone : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly List<string> _inbox = [];
    private readonly HashSet<string> _seen = [];

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public static Flow Flow(string relay, int port) => new()
    {
        Relay = relay,
        Transport = SipTransport.Udp,
        Listener = 0,
        Remote = new IPEndPoint(IPAddress.Loopback, port),
    };

    public Task Send(string message, Relay relay) => Send(message, relay.BoundEndPoints[0]);

    public async Task Send(string message, IPEndPoint to) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message), to);

    public Task<string> Request(string method) => Get($"{method} ", "");

    public Task<string> Response(int status, string cseq) => Get($"SIP/2.0 {status} ", $"\r\nCSeq: {cseq}\r\n");

    /// <summary>What has come and was not asked for; repeats, and a 100 on a slow machine, left out.</summary>
    public async Task<IReadOnlyList<string>> Unread()
    {
        while (_socket.Available > 0) await Receive(default);
        return [.. _inbox.Where(message => !message.StartsWith("SIP/2.0 100 ", StringComparison.Ordinal))];
    }

    /// <summary>The values of a header, each of its lines one.</summary>
    public static IEnumerable<string> Values(string message, string name) =>
        message.Split("\r\n").Where(line => line.StartsWith($"{name}: ", StringComparison.Ordinal))
            .Select(line => line[(name.Length + 2)..]);

    /// <summary>A response to a request, as its receiver writes it.</summary>
    public string Answer(string request, int status, string tag)
    {
        var to = Values(request, "To").Single();
        return $"SIP/2.0 {status} Said\r\n" + Lines(request, "Via") + Lines(request, "Record-Route")
            + Lines(request, "From") + $"To: {(to.Contains(";tag=") ? to : $"{to};tag={tag}")}\r\n"
            + Lines(request, "Call-ID") + Lines(request, "CSeq")
            + $"Contact: <sip:phone@127.0.0.1:{Port}>\r\nContent-Length: 0\r\n\r\n";
    }

    public void Dispose() => _socket.Dispose();

    private static string Lines(string message, string name) =>
        string.Concat(Values(message, name).Select(value => $"{name}: {value}\r\n"));

    private async Task<string> Get(string start, string part)
    {
        using var patience = new CancellationTokenSource(Cluster.Patience);
        while (true)
        {
            var at = _inbox.FindIndex(
                m => m.StartsWith(start, StringComparison.Ordinal) && m.Contains(part, StringComparison.Ordinal));
            if (at >= 0)
            {
                var found = _inbox[at];
                _inbox.RemoveAt(at);
                return found;
            }
            try
            {
                await Receive(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"no \"{start}\"; there is:\n{string.Join('\n', _inbox)}");
            }
        }
    }

    private async Task Receive(CancellationToken cancel)
    {
        var message = Encoding.UTF8.GetString((await _socket.ReceiveAsync(cancel)).Buffer);
        // A relay repeats a message byte for byte until it has its answer.
        if (_seen.Add(message)) _inbox.Add(message);
    }
}
