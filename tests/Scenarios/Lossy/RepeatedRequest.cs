using System.Diagnostics;
using ServerlessSip.Scenarios.Clients;

namespace ServerlessSip.Scenarios.Lossy;

/// <summary>
/// A client transaction over UDP (RFC 3261 §17.1): the request is sent again until something is heard, and each 3xx to
/// 6xx to INVITE gets its ACK.
/// </summary>
internal sealed class RepeatedRequest(SipText request, Action<SipText> send)
{
    public static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);
    public static readonly TimeSpan Life = 64 * T1;

    /// <summary>Timer C is the proxy's; a phone hangs up some time.</summary>
    private static readonly TimeSpan LongestRinging = TimeSpan.FromSeconds(90);

    private readonly TaskCompletionSource<SipText> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isProceeding;

    private bool IsInvite => request.Method == "INVITE";

    /// <summary>Whether a response is one to this request (RFC 3261 §17.1.3).</summary>
    public bool IsAnsweredBy(SipText response) =>
        response["Via"].Contains(request["Via"].Split(";branch=")[1].Split(';')[0], StringComparison.Ordinal)
        && response.CSeqMethod == request.Method;

    /// <summary>The final response, or null when none came in time.</summary>
    public async Task<SipText?> Final()
    {
        var clock = Stopwatch.StartNew();
        send(request);
        for (var pause = T1; clock.Elapsed < (IsInvite && _isProceeding ? LongestRinging : Life);)
        {
            if (await Task.WhenAny(_final.Task, Task.Delay(pause)) == _final.Task) return await _final.Task;
            if (!IsInvite || !_isProceeding) send(request);
            pause = IsInvite ? 2 * pause : _isProceeding || 2 * pause > T2 ? T2 : 2 * pause;
        }
        return null;
    }

    public void Received(SipText response)
    {
        if (response.Status < 200)
        {
            _isProceeding = true;
            return;
        }
        if (IsInvite && response.Status >= 300) send(UdpPhone.Ack(request, response));
        _final.TrySetResult(response);
    }
}
