using System.Collections.Concurrent;
using System.Diagnostics;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Lossy;

/// <summary>
/// The caller's side: INVITE with credentials, an ACK to each 2xx however often it comes (RFC 3261 §13.2.2.4), talk,
/// BYE.
/// </summary>
internal sealed class OutgoingCall(LossyPhone phone, Account account, string callee, string callId) : ILossyCall
{
    private readonly ConcurrentBag<RepeatedRequest> _requests = [];
    private readonly string _from = $"<sip:{account.User}@{LocalServer.Domain}>;tag={UdpPhone.Random()}";
    private SipText? _ack;

    /// <summary>From the INVITE to the 2xx; null while there is none.</summary>
    public TimeSpan? AnsweredAfter { get; private set; }

    /// <summary>Whether the 200 to BYE came.</summary>
    public bool HungUp { get; private set; }

    public async Task Run(TimeSpan talk)
    {
        phone.Add(callId, this);
        var clock = Stopwatch.StartNew();
        var invite = Invite();
        var answer = await Exchange(invite);
        if (answer?.Status == 407)
        {
            invite = invite.Set("Via", phone.NewVia()).Set("CSeq", "2 INVITE").With(
                "Proxy-Authorization", DigestAnswer.To(answer["Proxy-Authenticate"], invite, account));
            answer = await Exchange(invite);
        }
        if (answer?.Status != 200) return;
        AnsweredAfter = clock.Elapsed;
        await Task.Delay(talk);
        HungUp = (await Exchange(InDialog(PhoneDialog.OfCaller(answer), "BYE", 3)))?.Status == 200;
    }

    public void Received(SipText message)
    {
        if (message.Status is >= 200 and < 300 && message.CSeqMethod == "INVITE")
            phone.Send(_ack ??= InDialog(PhoneDialog.OfCaller(message), "ACK", 2));
        foreach (var request in _requests)
            if (request.IsAnsweredBy(message)) request.Received(message);
    }

    private Task<SipText?> Exchange(SipText text)
    {
        var request = new RepeatedRequest(text, phone.Send);
        _requests.Add(request);
        return request.Final();
    }

    private SipText Invite() => new($"INVITE {callee} SIP/2.0",
    [
        ("Via", phone.NewVia()),
        ("From", _from),
        ("To", $"<{callee}>"),
        ("Call-ID", callId),
        ("CSeq", "1 INVITE"),
        ("Contact", phone.Contact),
        ("Max-Forwards", "70"),
    ]);

    private SipText InDialog(PhoneDialog dialog, string method, int sequence) => new(
        $"{method} {dialog.Target} SIP/2.0",
        [
            ("Via", phone.NewVia()),
            .. dialog.Routes.Select(route => ("Route", route)),
            ("From", dialog.Local),
            ("To", dialog.Remote),
            ("Call-ID", callId),
            ("CSeq", $"{sequence} {method}"),
            ("Max-Forwards", "70"),
        ]);
}
