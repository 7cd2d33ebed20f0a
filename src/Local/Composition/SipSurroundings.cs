using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Composition;

/// <summary>What the SIP side needs from the rest of the process.</summary>
internal sealed record SipSurroundings(IStateStore Store, IPush Push, IUserDirectory Users, ILoggerFactory Logs)
{
    public RuntimeHooks Hooks { get; init; } = RuntimeHooks.None;
}
