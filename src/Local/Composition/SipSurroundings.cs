using System.Net;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Composition;

/// <summary>What the SIP side needs from the rest of the process.</summary>
internal sealed record SipSurroundings(IStateStore Store, IPush Push, IUserDirectory Users, ILoggerFactory Logs)
{
    public RuntimeHooks Hooks { get; init; } = RuntimeHooks.None;

    /// <summary>From a host name to its addresses.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
