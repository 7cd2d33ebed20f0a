using BenchmarkDotNet.Attributes;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Micro;

/// <summary>What one message costs. Aims: head scan 300 ns and no allocation, full message 1.3 µs and 2 KB.</summary>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private static readonly byte[] s_via =
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKproxy0001;rport\r\n"u8.ToArray();
    private static readonly byte[] s_recordRoute = "Record-Route: <sip:token@192.0.2.1:5060;lr>\r\n"u8.ToArray();
    private static readonly byte[] s_target = "sip:bob@192.0.2.102:5062"u8.ToArray();
    private static readonly byte[] s_hops = "69"u8.ToArray();
    private readonly byte[] _bytes = Samples.Invite();
    private SipMessage _message = null!;

    [GlobalSetup]
    public void Parse()
    {
        if (!SipMessage.TryParse(_bytes, out var message, out _) || message!.Validate() != SipParseError.None)
            throw new InvalidOperationException("the sample is not a valid message");
        _message = message;
    }

    [Benchmark]
    public int HeadScan() =>
        SipHead.TryScan(_bytes, out var head, out _) ? head.CallId.Length + head.ViaBranch.Length : 0;

    [Benchmark]
    public int FullMessage()
    {
        SipMessage.TryParse(_bytes, out var message, out _);
        return message!.From!.Tag.Length + message.To!.Uri.User.Length + message.TopVia!.Branch.Length
            + message.Contacts!.Count + (int)message.CSeq!.Value + message.Routes!.Count;
    }

    [Benchmark]
    public int FullMessageValidated()
    {
        SipMessage.TryParse(_bytes, out var message, out _);
        return (int)message!.Validate().Kind + message.From!.Tag.Length;
    }

    [Benchmark]
    public int EditForForward()
    {
        var editor = new MessageEditor(_message);
        editor.ReplaceRequestUri(s_target);
        editor.PrependLines(HeaderName.Via, s_via);
        editor.PrependLines(HeaderName.RecordRoute, s_recordRoute);
        editor.RemoveFirstValues(HeaderName.Route, 1);
        editor.Set(HeaderName.MaxForwards, s_hops);
        return editor.Build().ToBytes().Length;
    }

    [Benchmark]
    public int WriteResponse() => ResponseWriter.Write(_message, 180, toTag: "a6c85cf"u8).Length;
}
