using System.Net;
using SIPSorcery.Media;
using SIPSorcery.SIP;
using SIPSorcery.SIP.App;

namespace ServerlessSip.Phone;

/// <summary>Registers, answers, calls and hangs up; says on the console what happens.</summary>
internal sealed class ConsolePhone : IDisposable
{
    private const int RegistrationSeconds = 120;

    private readonly PhoneOptions _options;
    private readonly TextWriter _output;
    private readonly SIPTransport _transport = new();
    private readonly SIPUserAgent _agent;
    private readonly SIPRegistrationUserAgent _registration;
    private readonly TaskCompletionSource<bool> _registered =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConsolePhone(PhoneOptions options, TextWriter output)
    {
        (_options, _output) = (options, output);
        _transport.AddSIPChannel(new SIPUDPChannel(new IPEndPoint(IPAddress.Any, 0)));
        _agent = new SIPUserAgent(_transport, null, true);
        _agent.OnIncomingCall += (agent, invite) => _ = Answer(agent, invite);
        _agent.OnCallHungup += _ => Say("the other side hung up");
        _registration = new SIPRegistrationUserAgent(
            _transport, options.User, options.Password, options.Server, RegistrationSeconds);
        _registration.RegistrationSuccessful += (_, _) => _registered.TrySetResult(true);
        _registration.RegistrationFailed += (_, _, reason) =>
        {
            Say($"not registered: {reason}");
            _registered.TrySetResult(false);
        };
    }

    /// <returns>False when it could not register, or when the call was not answered.</returns>
    public async Task<bool> Run(CancellationToken cancel)
    {
        _registration.Start();
        try
        {
            if (!await _registered.Task.WaitAsync(cancel)) return false;
            Say($"registered as {_options}");
            if (_options.Target is { } target) return await Call(target, cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        }
        catch (OperationCanceledException)
        {
            Say("ending");
        }
        return true;
    }

    public void Dispose()
    {
        if (_agent.IsCallActive) _agent.Hangup();
        _registration.Stop();
        _transport.Shutdown();
    }

    private async Task<bool> Call(string target, CancellationToken cancel)
    {
        Say($"calling {target}");
        if (!await _agent.Call(target, _options.User, _options.Password, new VoIPMediaSession()))
        {
            Say("not answered");
            return false;
        }
        Say("answered");
        await Task.Delay(_options.TalkTime, cancel);
        _agent.Hangup();
        Say("hung up");
        return true;
    }

    private async Task Answer(SIPUserAgent agent, SIPRequest invite)
    {
        Say("ringing");
        var answered = await agent.Answer(agent.AcceptCall(invite), new VoIPMediaSession());
        Say(answered ? "answered" : "could not answer");
    }

    private void Say(string what) => _output.WriteLine($"{DateTime.Now:HH:mm:ss.fff} {what}");
}
