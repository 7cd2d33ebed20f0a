#nullable disable
// What the sample phone uses of SIPSorcery, read in neighbours of 8.0.11 (surface.tsv says which); the rest is left out.
using System.Net;

namespace SIPSorcery.SIP
{
    public class SIPTransport
    {
        public SIPTransport() { }
        public void AddSIPChannel(SIPChannel sipChannel) { }
        public void Shutdown() { }
    }

    public abstract class SIPChannel
    {
        public SIPChannel() { }
    }

    public class SIPUDPChannel : SIPChannel
    {
        public SIPUDPChannel(IPEndPoint endPoint, bool useDualMode = false) { }
    }

    public class SIPEndPoint
    {
        internal SIPEndPoint() { }
    }

    public class SIPURI
    {
        internal SIPURI() { }
    }

    public class SIPMessageBase
    {
        internal SIPMessageBase() { }
    }

    public class SIPRequest : SIPMessageBase
    {
        internal SIPRequest() { }
    }

    public class SIPResponse : SIPMessageBase
    {
        internal SIPResponse() { }
    }

    public class SIPDialogue
    {
        internal SIPDialogue() { }
    }
}

namespace SIPSorcery.SIP.App
{
    using SIPSorcery.SIP;

    public interface IMediaSession
    {
    }

    public class SIPServerUserAgent
    {
        internal SIPServerUserAgent() { }
    }

    public class SIPUserAgent
    {
        public SIPUserAgent(SIPTransport transport, SIPEndPoint outboundProxy, bool isTransportExclusive = false) { }
        public bool IsCallActive => throw null;
        public event Action<SIPUserAgent, SIPRequest> OnIncomingCall { add { } remove { } }
        public event Action<SIPDialogue> OnCallHungup { add { } remove { } }
        public SIPServerUserAgent AcceptCall(SIPRequest inviteRequest) => throw null;
        public Task<bool> Answer(SIPServerUserAgent uas, IMediaSession mediaSession, IPAddress publicIpAddress = null) => throw null;
        public Task<bool> Call(string dst, string username, string password, IMediaSession mediaSession, int ringTimeout = 0) => throw null;
        public void Hangup() { }
    }

    public class SIPRegistrationUserAgent
    {
        public SIPRegistrationUserAgent(SIPTransport sipTransport, string username, string password, string server, int expiry) { }
        public event Action<SIPURI, SIPResponse, string> RegistrationFailed { add { } remove { } }
        public event Action<SIPURI, SIPResponse> RegistrationSuccessful { add { } remove { } }
        public void Start() { }
        public void Stop(bool sendZeroExpiryRegister = true) { }
    }
}

namespace SIPSorcery.Net
{
    using SIPSorcery.SIP.App;

    public class RTPSession : IMediaSession
    {
        internal RTPSession() { }
    }
}

namespace SIPSorcery.Media
{
    using SIPSorcery.Net;

    public class VoIPMediaSession : RTPSession
    {
        public VoIPMediaSession() { }
    }
}
