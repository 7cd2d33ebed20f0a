using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Actors;

/// <summary>
/// Makes ids that a redelivery repeats and an outsider cannot guess: HMAC-SHA256 over purpose, actor, incarnation and
/// counter. Save <see cref="Counter"/> in the state's IdCounter whenever an id was used.
/// </summary>
public struct IdSequence(TokenKeys keys, ActorKey actor, InputId incarnation, uint counter)
{
    public uint Counter { get; private set; } = counter;

    /// <summary>The next token of a purpose, as the characters that go on the wire.</summary>
    /// <param name="relay">A 32-bit hash of the relay's id.</param>
    public byte[] Next(TokenPurpose purpose, uint relay)
    {
        var incarnationBits = (uint)(incarnation.Value ^ (incarnation.Value >> 64) ^ (incarnation.Value >> 32));
        return new SipToken(purpose, (byte)actor.Kind, actor.Hash, relay, incarnationBits, ++Counter).ToBytes(keys);
    }
}
