using System.Diagnostics;
using ServerlessSip.Scenarios.Clients;

namespace ServerlessSip.Scenarios.Lossy;

/// <summary>
/// The callee's side: rings, answers, repeats its 2xx until the ACK (RFC 3261 §13.3.1.4), and answers each BYE.
/// </summary>
internal sealed class IncomingCall(LossyPhone phone, TimeSpan ringing) : ILossyCall
{
    private readonly string _tag = UdpPhone.Random();
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipText? _invite;
    private volatile bool _answered;

    public bool HasAck => _acknowledged.Task.IsCompleted;

    public bool HasBye { get; private set; }

    public void Received(SipText message)
    {
        switch (message.Method)
        {
            case "INVITE":
                if (!_answered) phone.Send(Answer(message, 180));
                if (_invite is not null) return;
                _invite = message;
                _ = Answer();
                break;
            case "ACK":
                _acknowledged.TrySetResult();
                break;
            case "BYE":
                HasBye = true;
                phone.Send(Answer(message, 200));
                break;
        }
    }

    private async Task Answer()
    {
        await Task.Delay(ringing);
        _answered = true;
        var answer = Answer(_invite!, 200);
        var clock = Stopwatch.StartNew();
        for (var pause = RepeatedRequest.T1; clock.Elapsed < RepeatedRequest.Life;)
        {
            phone.Send(answer);
            if (await Task.WhenAny(_acknowledged.Task, Task.Delay(pause)) == _acknowledged.Task) return;
            pause = 2 * pause < RepeatedRequest.T2 ? 2 * pause : RepeatedRequest.T2;
        }
    }

    private SipText Answer(SipText request, int status) => new($"SIP/2.0 {status} Said",
    [
        .. request.All("Via").Select(via => ("Via", via)),
        .. request.All("Record-Route").Select(route => ("Record-Route", route)),
        ("From", request["From"]),
        ("To", request.Tag("To").Length > 0 ? request["To"] : $"{request["To"]};tag={_tag}"),
        ("Call-ID", request["Call-ID"]),
        ("CSeq", request["CSeq"]),
        ("Contact", phone.Contact),
    ]);
}
