using Azure.Messaging.ServiceBus;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>Writes envelopes and commands as Service Bus messages.</summary>
internal sealed class BusMessages(ServiceBusOptions options, Func<object, byte[]?> payloads, TimeProvider clock)
{
    /// <summary>The actor, for whoever looks into the queue; nothing reads it.</summary>
    public const string ActorProperty = "actor";

    /// <summary>How many lanes the sender knew, so that a process with another number can be found.</summary>
    public const string LanesProperty = "lanes";

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(14);

    /// <summary>Null with the reason for what can never be sent.</summary>
    public ServiceBusMessage? Of(Envelope envelope, out string? reason)
    {
        if (!EnvelopeWire.TryWrite(envelope, payloads, out var bytes, out reason)) return null;
        var message = new ServiceBusMessage(bytes)
        {
            MessageId = envelope.Id.ToString(),
            Subject = envelope.Kind.ToString(),
            ContentType = "application/octet-stream",
        };
        message.ApplicationProperties[ActorProperty] = envelope.Actor.ToString();
        if (envelope.Kind != EnvelopeKind.Work)
        {
            message.SessionId = envelope.Lane ?? options.SessionOf(envelope.Actor);
            if (options.Strategy == SessionStrategy.Lane)
                message.ApplicationProperties[LanesProperty] = options.Lanes;
        }
        if (LifeOf(envelope) is { } life) message.TimeToLive = Clamp(life);
        return message;
    }

    /// <summary>
    /// The commands of one relay as few messages as hold them. What no message holds is left out and counted.
    /// </summary>
    public List<ServiceBusMessage> Of(IReadOnlyList<RelayCommand> commands, out int unsendable)
    {
        unsendable = 0;
        var messages = new List<ServiceBusMessage>(1);
        for (var start = 0; start < commands.Count;)
        {
            var end = start + 1;
            while (end < commands.Count && commands[end].Relay == commands[start].Relay) end++;
            var bytes = CommandWire.Write(commands, start, end, out var next);
            if (next > start) messages.Add(Message(commands, start, next, bytes));
            else unsendable += 1;
            start = Math.Max(next, start + 1);
        }
        return messages;
    }

    private ServiceBusMessage Message(
        IReadOnlyList<RelayCommand> commands, int start, int end, ReadOnlyMemory<byte> bytes)
    {
        var notAfter = commands[start].NotAfter;
        for (var i = start + 1; i < end; i++)
            if (commands[i].NotAfter > notAfter) notAfter = commands[i].NotAfter;
        return new ServiceBusMessage(bytes)
        {
            MessageId = commands[start].Id.ToString(),
            SessionId = commands[start].Relay,
            ContentType = "application/octet-stream",
            TimeToLive = Clamp(notAfter - clock.GetUtcNow()),
        };
    }

    /// <summary>What opens something dies with its answer; BYE, CANCEL, ACK, responses and timers never do.</summary>
    private TimeSpan? LifeOf(Envelope envelope) => envelope switch
    {
        { AnswerBy: { } answerBy } => answerBy - clock.GetUtcNow(),
        { Kind: EnvelopeKind.Command or EnvelopeKind.Probe } => options.CommandLife,
        { Kind: EnvelopeKind.Work } => options.WorkLife,
        _ => null,
    };

    private static TimeSpan Clamp(TimeSpan life) =>
        life < s_shortest ? s_shortest : life > s_longest ? s_longest : life;
}
