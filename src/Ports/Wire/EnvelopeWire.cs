namespace ServerlessSip.Ports.Wire;

/// <summary>
/// An envelope as bytes, for a bus between processes. What is sent carries its version, and the form of a version never
/// changes: a golden test holds it.
/// </summary>
public static class EnvelopeWire
{
    /// <summary>Most bytes of a written envelope: below the 256 KB that Service Bus gives a message.</summary>
    public const int MaxBytes = 192 * 1024;

    private const byte Mark = (byte)'E';
    private const int UsualHead = 256;

    /// <summary>Writes it; false with the reason when it cannot be sent.</summary>
    /// <param name="payloads">Writes payload objects; null for what it does not know.</param>
    public static bool TryWrite(
        Envelope envelope, Func<object, byte[]?> payloads, out ReadOnlyMemory<byte> bytes, out string? reason)
    {
        bytes = default;
        var body = envelope.Bytes;
        if (envelope.Payload is { } payload)
        {
            body = payloads(payload);
            reason = body.IsEmpty ? $"a payload of type {payload.GetType().Name} has no written form" : null;
            if (reason is not null) return false;
        }
        var writer = new WireWriter(UsualHead + body.Length);
        writer.Byte(Mark);
        writer.Byte(Envelope.CurrentVersion);
        writer.Byte((byte)envelope.Kind);
        writer.UInt128(envelope.Id.Value);
        writer.Key(envelope.Actor);
        writer.Instant(envelope.At);
        writer.Instant(envelope.AnswerBy);
        writer.Text(envelope.TraceContext);
        writer.Flow(envelope.Flow);
        writer.Bytes(body.Span);
        bytes = writer.Written;
        reason = bytes.Length > MaxBytes ? $"the envelope has {bytes.Length} bytes, {MaxBytes} are allowed" : null;
        return reason is null;
    }

    /// <summary>Reads what <see cref="TryWrite"/> wrote; false with the reason for anything else.</summary>
    /// <param name="deliveryCount">1 for the first delivery, as the bus counts them.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, int deliveryCount, out Envelope? envelope, out string? reason)
    {
        envelope = null;
        var reader = new WireReader(bytes);
        if (reader.Byte() != Mark) return Refuse("no envelope", out reason);
        var version = reader.Byte();
        if (version != Envelope.CurrentVersion) return Refuse($"envelope version {version} is not known", out reason);
        var kind = (EnvelopeKind)reader.Byte();
        var read = new Envelope
        {
            Kind = kind,
            Id = new InputId(reader.UInt128()),
            Actor = reader.Key(),
            At = reader.Instant() ?? default,
            AnswerBy = reader.Instant(),
            TraceContext = reader.Text(),
            Flow = reader.Flow(),
            Bytes = reader.Bytes(),
            Version = version,
            DeliveryCount = deliveryCount,
        };
        if (reader.IsBroken || !reader.IsAtEnd) return Refuse("the envelope is damaged", out reason);
        envelope = read;
        reason = null;
        return true;
    }

    private static bool Refuse(string why, out string? reason)
    {
        reason = why;
        return false;
    }
}
