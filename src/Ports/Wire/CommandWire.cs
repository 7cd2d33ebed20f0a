namespace ServerlessSip.Ports.Wire;

/// <summary>
/// The commands to one relay as bytes: one bus message holds as many as fit, in their order. Versioned like
/// <see cref="EnvelopeWire"/>.
/// </summary>
public static class CommandWire
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    private const byte Mark = (byte)'C';
    private const int UsualHead = 512;

    /// <summary>
    /// Writes commands from <paramref name="start"/> on, as many as fit into <see cref="EnvelopeWire.MaxBytes"/>.
    /// </summary>
    /// <param name="next">Where to go on; as <paramref name="start"/> when the command there is too large.</param>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<RelayCommand> commands, int start, int end, out int next)
    {
        var writer = new WireWriter(UsualHead + commands[start].Bytes.Length);
        writer.Byte(Mark);
        writer.Byte(Version);
        var length = writer.Length;
        for (next = start; next < end; next++)
        {
            Write(writer, commands[next]);
            if (writer.Length > EnvelopeWire.MaxBytes) break;
            length = writer.Length;
        }
        return writer.Written[..length];
    }

    /// <summary>Reads a message's commands; false with the reason for anything else.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out IReadOnlyList<RelayCommand> commands, out string? reason)
    {
        commands = [];
        reason = null;
        var reader = new WireReader(bytes);
        if (reader.Byte() != Mark) reason = "no commands";
        else if (reader.Byte() is var version && version != Version) reason = $"command version {version} is not known";
        if (reason is not null) return false;
        var read = new List<RelayCommand>(4);
        while (!reader.IsAtEnd && !reader.IsBroken) read.Add(Read(ref reader));
        if (reader.IsBroken)
        {
            reason = "the commands are damaged";
            return false;
        }
        commands = read;
        return true;
    }

    private static void Write(WireWriter writer, RelayCommand command)
    {
        writer.UInt128(command.Id.Value);
        writer.Text(command.Relay);
        writer.Byte((byte)command.Kind);
        writer.Flow(command.Flow);
        writer.EndPoint(command.Address);
        writer.Byte((byte)command.Transport);
        writer.Int32(command.Listener);
        writer.Byte((byte)command.Retransmission);
        writer.Key(command.Actor);
        writer.Instant(command.NotAfter);
        writer.Text(command.Transaction);
        writer.Text(command.OnBehalfOf);
        writer.Bytes(command.Bytes.Span);
    }

    private static RelayCommand Read(ref WireReader reader) => new()
    {
        Id = new InputId(reader.UInt128()),
        Relay = reader.TextOrBroken(),
        Kind = (RelayCommandKind)reader.Byte(),
        Flow = reader.Flow(),
        Address = reader.EndPoint(),
        Transport = (SipTransport)reader.Byte(),
        Listener = reader.Int32(),
        Retransmission = (Retransmission)reader.Byte(),
        Actor = reader.Key(),
        NotAfter = reader.Instant() ?? default,
        Transaction = reader.Text(),
        OnBehalfOf = reader.Text(),
        Bytes = reader.Bytes(),
    };
}
