using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net;
using System.Text;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Lossy;

/// <summary>
/// A phone of one UDP socket and many calls, with losses between the two, each way. Each call hears of the messages
/// with its Call-ID.
/// </summary>
internal sealed class LossyPhone : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, FreePorts.Take()));
    private readonly ConcurrentDictionary<string, ILossyCall> _calls = new();
    private readonly LossyLink _link;
    private readonly IPEndPoint _server;
    private readonly string _name;
    private readonly Func<SipText, ILossyCall?> _begin;

    /// <param name="name">The name of its ways in the statistics.</param>
    /// <param name="begin">Makes the call of a message that no call knows; null drops the message.</param>
    public LossyPhone(LossyLink link, IPEndPoint server, string name, Func<LossyPhone, SipText, ILossyCall?> begin)
    {
        (_link, _server, _name) = (link, server, name);
        _begin = message => begin(this, message);
        _ = Listen();
    }

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public string Contact => $"<sip:{_name}@127.0.0.1:{Port}>";

    public IEnumerable<ILossyCall> Calls => _calls.Values;

    public void Add(string callId, ILossyCall call) => _calls[callId] = call;

    public string NewVia() => $"SIP/2.0/UDP 127.0.0.1:{Port};branch=z9hG4bK{UdpPhone.Random()};rport";

    public void Send(SipText message)
    {
        if (_link.Loses($"from the {_name}", message)) return;
        _socket.Send(Encoding.UTF8.GetBytes(message.ToString()), _server);
    }

    public void Dispose() => _socket.Dispose();

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var message = SipText.Parse((await _socket.ReceiveAsync()).Buffer);
                if (_link.Loses($"to the {_name}", message)) continue;
                if (!_calls.TryGetValue(message["Call-ID"], out var call))
                {
                    if (_begin(message) is not { } begun) continue;
                    call = _calls[message["Call-ID"]] = begun;
                }
                call.Received(message);
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }
}
