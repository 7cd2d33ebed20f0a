using System.Diagnostics;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Properties;

/// <summary>
/// Inputs that make a careless parser quadratic, a megabyte each: a linear one needs milliseconds, a quadratic one
/// 10^12 steps, many minutes. So the bound tells the two apart on any machine, however busy.
/// </summary>
public sealed class LinearTimeTests
{
    private const int Length = 1 << 20;
    private const int FieldLength = 60_000;
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static readonly SipLimits s_loose = new()
    {
        MaxMessageBytes = int.MaxValue,
        MaxHeaders = int.MaxValue,
        MaxHeaderBytes = int.MaxValue,
        MaxStartLineBytes = int.MaxValue,
        MaxListValues = int.MaxValue,
        MaxParameters = int.MaxValue,
    };

    public static TheoryData<string> Patterns() =>
    [
        ",", ";", "<", ">", "\"", "\\", "\"\\", "<>", "<,", "\",", ";=", ";a", "a,", "%", "%41", "@", ":", "[", "?",
        "&",
        " ", "\r\n ", "\r\n\t,", "\r", "a", "<a>,", "\"a\",", ";a=\"b\"", "<sip:a@b>,", "\r\n", "\n", "\r\n:",
        "\r\nv:", "\r\nm:,",
        "\r\nRoute: <sip:a;lr>", "\r\nl:5", "\r\nx",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_megabyte_of_one_thing_takes_linear_time(string pattern)
    {
        var watch = Stopwatch.StartNew();
        var run = string.Concat(Enumerable.Repeat(pattern, Length / pattern.Length));
        string[] messages =
        [
            run,
            "INVITE " + run + " SIP/2.0\r\n\r\n",
            "INVITE sip:a SIP/2.0\r\n" + run + "\r\n\r\n",
            "INVITE sip:a SIP/2.0\r\nVia: " + run,
        ];
        foreach (var text in messages) Scan(Sample.Bytes(text));
        foreach (var name in (string[])["Via", "From", "To", "Contact", "Route", "CSeq"])
        {
            Exercise.Value(Sample.Bytes("<sip:a@b>" + run));
            Exercise.Everything(Sample.InviteWith(name,
                $"{name}: " + run[..(FieldLength / pattern.Length * pattern.Length)]), s_loose);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, s_bound);
    }

    private static void Scan(byte[] bytes)
    {
        SipHead.TryScan(bytes, out _, out _);
        StreamFramer.Next(bytes, s_loose, out _, out _);
        if (SipMessage.TryParse(bytes, out var message, out _, s_loose)) message!.Validate();
    }
}
