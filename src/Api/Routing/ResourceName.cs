using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api.Routing;

/// <summary>From the public name of a resource to the actor behind it.</summary>
internal static class ResourceName
{
    public const string Users = "users";
    public const string Calls = "calls";
    public const string Queues = "queues";
    public const string Parks = "parks";
    public const string Trunks = "trunks";
    public const string ExpectedOne = "users/<name>, calls/<key>, queues/<name>, parks/<slot> or trunks/<name>";
    public const string Expected = $"users, calls, queues, parks, trunks, {ExpectedOne}";

    /// <summary>The location actor of a user; false for what is no user's name.</summary>
    public static bool TryUser(string name, DomainSet domains, out string user, out ActorKey key)
    {
        user = name.ToLowerInvariant();
        key = default;
        if (user.Length is 0 or > ApiLimits.MaxUserNameLength || !user.All(IsNameCharacter)) return false;
        key = new ActorKey(ActorKind.Location, AddressOfRecord.Hash($"{user}@{domains.Primary}"));
        return true;
    }

    public static bool TryCall(string text, out ActorKey key) =>
        ActorKey.TryParse(text, out key) && key.Kind == ActorKind.Call;

    /// <summary>The actor of a resource that has one document.</summary>
    public static bool TryActor(string resource, DomainSet domains, out ActorKey key)
    {
        key = default;
        return resource.Split('/') switch
        {
            [Users, var name] => TryUser(name, domains, out _, out key),
            [Calls, var call] => TryCall(call, out key),
            [Queues, var name] => TryQueue(name.ToLowerInvariant(), out key),
            [Parks, var slot] => TryQueue(slot.ToLowerInvariant(), out key, isSlot: true),
            [Trunks, var name] => TryTrunk(name.ToLowerInvariant(), out key),
            _ => false,
        };
    }

    /// <summary>Whether events have such a group: a resource, or a collection.</summary>
    public static bool IsGroup(string resource, DomainSet domains) =>
        resource is Users or Calls or Queues or Parks or Trunks || TryActor(resource, domains, out _);

    /// <summary>Any name that a queue or slot can have; whether it is configured, its state says.</summary>
    private static bool TryQueue(string name, out ActorKey key, bool isSlot = false)
    {
        key = QueueName.Key(isSlot ? QueueName.OfSlot(name) : name);
        return QueueName.IsName(name);
    }

    private static bool TryTrunk(string name, out ActorKey key)
    {
        key = TrunkName.Key(name);
        return TrunkName.IsName(name);
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-';
}
