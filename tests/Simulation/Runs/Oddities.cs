using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Requests that a proxy must have an answer to though no phone in its right mind sends them.</summary>
internal static class Oddities
{
    private const string Home = $"sip:{SimWorld.Domain}";
    private const string Bob = $"sip:bob@{SimWorld.Domain}";

    /// <summary>Each with the status that it gets; 0 where that is up to others.</summary>
    private static readonly (int Status, Func<RequestText, RequestText> Make)[] All =
    [
        (483, r => r with { MaxForwards = 0 }),
        (200, r => r with { Method = "OPTIONS", Uri = Home }),
        (200, r => r with { Method = "OPTIONS", Uri = Home, MaxForwards = 0 }),
        (200, r => r with { Method = "OPTIONS", Uri = $"sip:{Listening.Udp}" }),
        (403, r => r with { Method = "OPTIONS", Uri = Home, Routes = ["<sip:elsewhere.test;lr>"] }),
        (420, r => r with { Lines = "Proxy-Require: foo, bar\r\n" }),
        (416, r => r with { Uri = "mailto:bob@sip.test" }),
        (505, r => r with { Version = "SIP/3.0" }),
        (400, r => r with { Lines = "To: <sip:second@sip.test>\r\n" }),
        (403, r => r with { Routes = ["<sip:elsewhere.test;lr>"] }),
        (403, r => r with { Uri = "sip:bob@elsewhere.test" }),
        (404, r => r with { Uri = Home }),
        (481, r => r with { Method = "CANCEL" }),
        (400, r => r with { Method = "CANCEL", Lines = "To: <sip:second@sip.test>\r\n" }),
        (481, r => r with { Method = "INFO", ToTag = "unknown" }),
        (481, r => r with { Method = "INVITE", ToTag = "unknown" }),
        (0, r => r with { From = "sip:zoe@elsewhere.test" }),
        (0, r => r with { Uri = "tel:+15551234" }),
        (407, r => r with { Lines = "Proxy-Authorization: Digest username=\"bob\", realm=\"sip.test\", nonce=\"x\", "
            + "uri=\"sip:bob@sip.test\", response=\"0\"\r\n" }),
        (407, r => r with { Routes = [$"<{Home};lr>"] }),
    ];

    public static int Count => All.Length;

    /// <summary>The status that the n-th of them gets; 0 where that is up to others.</summary>
    public static int StatusOf(int number) => All[number].Status;

    public static ClientTransaction Send(SimPhone phone, int number)
    {
        var request = new RequestText
        {
            Method = "MESSAGE",
            Uri = Bob,
            Branch = phone.NewBranch(),
            From = phone.Aor,
            FromTag = phone.NewTag(),
            To = Bob,
            CallId = $"odd-{phone.NewTag()}",
            CSeq = 1,
        };
        return phone.Begin(All[number].Make(request), _ => { });
    }
}
