using System.Buffers.Text;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Runtime;

/// <summary>Makes the event that an actor decides of the envelope that the bus delivered.</summary>
internal static class InputReader
{
    private static readonly TimerFired Timer = new();

    /// <summary>Null with the reason when the envelope is to be dropped.</summary>
    public static ActorEvent? Read(Envelope envelope, DateTimeOffset now, TimeSpan answerMargin, out string dropped)
    {
        dropped = "";
        // Too late to be of use: the relay is about to answer by itself.
        if (envelope.AnswerBy is { } answerBy && now > answerBy - answerMargin) return Drop("late", out dropped);
        return envelope.Kind switch
        {
            EnvelopeKind.Sip => ReadSip(envelope) ?? Drop("unparsable", out dropped),
            EnvelopeKind.Timeout => ReadTimeout(envelope) ?? Drop("malformed", out dropped),
            EnvelopeKind.Timer => Timer,
            EnvelopeKind.Command or EnvelopeKind.Answer or EnvelopeKind.Tell =>
                ReadPayload(envelope) ?? Drop("malformed", out dropped),
            _ => Drop("no input", out dropped),
        };
    }

    private static ActorEvent? Drop(string reason, out string dropped)
    {
        dropped = reason;
        return null;
    }

    private static SipReceived? ReadSip(Envelope envelope) =>
        envelope.Flow is { } flow
        && SipMessage.TryParse(envelope.Bytes, out var message, out _, SipLimits.Default)
            ? new SipReceived(message!, flow, envelope.AnswerBy)
            : null;

    /// <summary>The reason's number, a bar, and the transaction's name.</summary>
    private static TransactionTimedOut? ReadTimeout(Envelope envelope)
    {
        var bytes = envelope.Bytes.Span;
        if (!Utf8Parser.TryParse(bytes, out byte reason, out var digits)) return null;
        if (digits >= bytes.Length || bytes[digits] != (byte)'|') return null;
        return new TransactionTimedOut(Encoding.UTF8.GetString(bytes[(digits + 1)..]), (TimeoutReason)reason);
    }

    private static ActorEvent? ReadPayload(Envelope envelope)
    {
        var payload = envelope.Payload ?? PayloadCodec.Decode(envelope.Bytes.Span);
        return payload switch
        {
            TellBody body => new Told(body),
            ActorEvent input => input,
            _ => null,
        };
    }
}
