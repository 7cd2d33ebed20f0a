using System.Net;
using ServerlessSip.Simulation.Phones;

namespace ServerlessSip.Simulation.World;

/// <summary>The network between phones and relays, which share one address.</summary>
internal sealed class Network(SimWorld world)
{
    private readonly Dictionary<IPEndPoint, SimPhone> _phones = [];

    public void Join(SimPhone phone) => _phones[phone.EndPoint] = phone;

    public void ToPhone(ReadOnlyMemory<byte> bytes, IPEndPoint to)
    {
        world.Trace.Add($"relays>{Name(to)}", bytes);
        Carry(bytes, b =>
        {
            if (_phones.TryGetValue(to, out var phone)) phone.Received(b);
        });
    }

    /// <summary>A phone's datagrams come to one relay, but now and then routing changes.</summary>
    public void ToRelays(ReadOnlyMemory<byte> bytes, SimPhone from)
    {
        world.Trace.Add($"{from.Name}>relays", bytes);
        world.Watch.PhoneSends(bytes, from);
        Carry(bytes, b =>
        {
            var relay = from.Number % world.Relays.Count;
            if (world.Relays.Count > 1 && world.Chance.Hits(Fault.OtherRelay))
                relay = world.Chance.Next(world.Relays.Count);
            world.Relays[relay].Received(b, from.EndPoint);
        });
    }

    private void Carry(ReadOnlyMemory<byte> bytes, Action<ReadOnlyMemory<byte>> arrive)
    {
        if (world.Chance.Hits(Fault.Loss)) return;
        var copies = world.Chance.Hits(Fault.Duplicate) ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var delay = world.Chance.Hits(Fault.Reorder)
                ? world.Chance.Between(5, 400) : world.Chance.Between(0.5, 4);
            world.Events.After(delay, () => arrive(bytes));
        }
    }

    private string Name(IPEndPoint to) => _phones.TryGetValue(to, out var phone) ? phone.Name : to.ToString();
}
