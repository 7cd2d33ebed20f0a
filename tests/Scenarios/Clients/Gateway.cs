using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>A carrier's gateway as one UDP socket: answers OPTIONS with 200, calls with 486, or nothing.</summary>
internal sealed class Gateway : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, FreePorts.Take()));
    private readonly ConcurrentQueue<SipText> _invites = new();

    public Gateway() => _ = Listen();

    /// <summary>Whether it hears and says nothing.</summary>
    public volatile bool IsSilent;

    public string Address => _socket.Client.LocalEndPoint!.ToString()!;

    /// <summary>How many calls have come, repeats left out.</summary>
    public int Calls => _invites.Select(invite => invite["Call-ID"]).Distinct().Count();

    public void Dispose() => _socket.Dispose();

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var datagram = await _socket.ReceiveAsync();
                var request = SipText.Parse(datagram.Buffer);
                if (request.Method == "INVITE") _invites.Enqueue(request);
                if (!IsSilent && request.Method is ("INVITE" or "OPTIONS"))
                    await _socket.SendAsync(Answer(request), datagram.RemoteEndPoint);
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private static ReadOnlyMemory<byte> Answer(SipText request) => Encoding.UTF8.GetBytes(new SipText(
        request.Method == "INVITE" ? "SIP/2.0 486 Busy" : "SIP/2.0 200 OK",
        [
            .. request.All("Via").Select(via => ("Via", via)),
            ("From", request["From"]),
            ("To", $"{request["To"]};tag=gateway"),
            ("Call-ID", request["Call-ID"]),
            ("CSeq", request["CSeq"]),
        ]).ToString());
}
