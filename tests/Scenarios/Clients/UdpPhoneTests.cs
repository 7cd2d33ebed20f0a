using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

[Collection(Alone.Name)]
public sealed class UdpPhoneTests
{
    [Fact]
    public async Task A_request_that_is_sent_again_is_heard_once_and_so_is_the_CANCEL_of_its_branch()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, FreePorts.Take()));
        var account = new Account("bob", (IPEndPoint)server.Client.LocalEndPoint!);
        using var phone = new UdpPhone(account);
        using var other = new UdpPhone(account);
        var first = other.NewRequest("INVITE", phone.Address);
        var second = first.Set("Via", other.NewVia());
        var answer = new SipText("SIP/2.0 180 Ringing", [("Call-ID", first["Call-ID"]), ("CSeq", first["CSeq"])]);
        var there = new IPEndPoint(IPAddress.Loopback, phone.Port);
        foreach (var message in new[] { first, first, UdpPhone.Cancel(first), second, first, answer, answer })
            await server.SendAsync(Encoding.UTF8.GetBytes(message.ToString()), there);

        await phone.Provisional(first, 180);
        await phone.Provisional(first, 180);
        Assert.Equal(
            [("INVITE", first["Via"]), ("CANCEL", first["Via"]), ("INVITE", second["Via"])],
            phone.Unread.Select(message => (message.Method, message["Via"])));
    }
}
