using System.Text;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Sip.Tests.Transactions;

public sealed class TransactionKeyTests
{
    [Fact]
    public void A_server_transaction_is_named_by_branch_sent_by_and_method() =>
        Assert.Equal("z9hG4bKabc|10.0.0.1:5062|INVITE", TransactionKey.Server(Request("INVITE", "z9hG4bKabc")));

    [Fact]
    public void ACK_counts_as_INVITE() =>
        Assert.Equal("z9hG4bKabc|10.0.0.1:5062|INVITE", TransactionKey.Server(Request("ACK", "z9hG4bKabc")));

    [Theory]
    [InlineData("CANCEL")]
    [InlineData("BYE")]
    [InlineData("FOO")]
    public void Other_methods_stand_for_themselves(string method) =>
        Assert.Equal($"z9hG4bKabc|10.0.0.1:5062|{method}", TransactionKey.Server(Request(method, "z9hG4bKabc")));

    [Fact]
    public void A_response_has_the_key_of_its_request()
    {
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        Assert.True(SipHead.TryScan(Response("FOO", "z9hG4bKabc"), out var head, out _));
        var server = Encoding.UTF8.GetString(key[..TransactionKey.WriteServer(head, key)]);
        var client = Encoding.UTF8.GetString(key[..TransactionKey.WriteClient(head, key)]);
        Assert.Equal("z9hG4bKabc|10.0.0.1:5062|FOO", server);
        Assert.Equal("z9hG4bKabc|FOO", client);
    }

    [Fact]
    public void Without_the_magic_cookie_the_call_stands_in_for_the_branch()
    {
        var one = TransactionKey.Server(Request("INVITE", "1", "call-1"));
        Assert.Equal("1 call-1 7 a|10.0.0.1:5062|INVITE", one);
        Assert.Equal(one, TransactionKey.Server(Request("ACK", "1", "call-1")));
        Assert.NotEqual(one, TransactionKey.Server(Request("INVITE", "1", "call-2")));
    }

    [Fact]
    public void A_key_is_written_up_to_its_limit_and_not_one_byte_beyond()
    {
        var around = "|10.0.0.1:5062|INVITE".Length;
        var longest = "z9hG4bK".PadRight(TransactionKey.MaxLength - around, 'x');
        Assert.Equal(TransactionKey.MaxLength, TransactionKey.Server(Request("INVITE", longest))!.Length);
        Assert.Null(TransactionKey.Server(Request("INVITE", longest + "x")));
    }

    private static byte[] Request(string method, string branch, string callId = "c") =>
        Encoding.ASCII.GetBytes($"{method} sip:b@localhost SIP/2.0\r\n{Fields(method, branch, callId)}");

    private static byte[] Response(string method, string branch) =>
        Encoding.ASCII.GetBytes($"SIP/2.0 200 OK\r\n{Fields(method, branch, "c")}");

    private static string Fields(string method, string branch, string callId) =>
        $"Via: SIP/2.0/UDP 10.0.0.1:5062;branch={branch}\r\nFrom: <sip:a@localhost>;tag=a\r\nTo: <sip:b@localhost>\r\n"
        + $"Call-ID: {callId}\r\nCSeq: 7 {method}\r\nContent-Length: 0\r\n\r\n";
}
