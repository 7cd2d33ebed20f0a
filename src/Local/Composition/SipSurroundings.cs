using System.Net;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Hosting.UserCode;
using ServerlessSip.Local.Recording;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Composition;

/// <summary>What the SIP side needs from the rest of the process.</summary>
internal sealed record SipSurroundings(IStateStore Store, IPush Push, IUserDirectory Users, ILoggerFactory Logs)
{
    public RuntimeHooks Hooks { get; init; } = RuntimeHooks.None;

    /// <summary>The user's routes, and who puts them to work; null where there are none.</summary>
    public (UserRoutes From, RouteTable Table)? Routes { get; init; }

    /// <summary>Who records calls; null when nobody does.</summary>
    public CallRecorder? Recorder { get; init; }

    /// <summary>From a host name to its addresses.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
