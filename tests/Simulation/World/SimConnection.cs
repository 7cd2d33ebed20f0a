using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;

namespace ServerlessSip.Simulation.World;

/// <summary>A stream between a phone and a relay: whole messages, in order and none lost, until it breaks.</summary>
internal sealed class SimConnection(SimWorld world, SimPhone phone, SimRelay relay, Flow flow)
{
    private TimeSpan _relayFree;
    private TimeSpan _phoneFree;

    public bool IsOpen { get; private set; } = true;

    public SimPhone Phone => phone;
    public SimRelay Relay => relay;

    public void ToRelay(ReadOnlyMemory<byte> bytes) => Carry(ref _relayFree, () => relay.Received(bytes, flow));

    public void ToPhone(ReadOnlyMemory<byte> bytes) => Carry(ref _phoneFree, () => phone.Received(bytes));

    /// <summary>Both sides notice after a moment.</summary>
    public void Break()
    {
        if (!IsOpen) return;
        IsOpen = false;
        relay.Closed(this);
        world.Events.After(world.Chance.Between(1, 20), phone.ConnectionLost);
    }

    private void Carry(ref TimeSpan free, Action arrive)
    {
        var at = world.Events.Now + world.Chance.Between(0.5, 4);
        if (at < free) at = free;
        free = at;
        world.Events.After(at - world.Events.Now, () =>
        {
            if (IsOpen) arrive();
        });
    }
}
