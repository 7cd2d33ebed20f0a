using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Local.Recording;

/// <summary>
/// Writes what reaches the actor of a call, and what is sent for it, into a file for each call (<c>Calls:Record</c>).
/// A test of routes plays it again.
/// </summary>
internal sealed class CallRecorder(string directory, DomainSet domains, TimeProvider clock, ILogger log)
{
    private readonly ConcurrentDictionary<ActorKey, RecordedCall> _calls = new();
    private readonly ConcurrentDictionary<string, string> _contacts = new();
    private readonly Lock _lock = new();
    private bool _isFull;

    public RecorderLimits Limits { get; init; } = RecorderLimits.Default;

    /// <summary>The domains as configuration names them, the first the primary.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>The bindings of a user were read: whose phones these contacts are.</summary>
    public void Learn(object? document)
    {
        if ((document as ActorDocument)?.State is not LocationState location) return;
        if (_contacts.Count > Limits.MaxContacts) _contacts.Clear();
        foreach (var binding in location.Bindings) _contacts[binding.Contact] = location.Aor;
    }

    public void Comes(Envelope envelope)
    {
        if (envelope.Payload is JoinQueue join)
        {
            Add(join.Ticket.Call, envelope.Id, new RecordedLine { Way = "queue" });
            return;
        }
        if (envelope.Actor.Kind != ActorKind.Call) return;
        switch (envelope.Kind)
        {
            case EnvelopeKind.Sip:
                ComesMessage(envelope);
                break;
            case EnvelopeKind.Timeout:
                var text = Encoding.UTF8.GetString(envelope.Bytes.Span);
                Add(envelope.Actor, envelope.Id, new RecordedLine { Way = "timeout", Text = text });
                break;
            case EnvelopeKind.Command:
                Add(envelope.Actor, envelope.Id, new RecordedLine { Way = "command" });
                break;
        }
    }

    public void Goes(RelayCommand command)
    {
        if (command.Kind is not (RelayCommandKind.SendRequest or RelayCommandKind.SendResponse)) return;
        if (!_calls.ContainsKey(command.Actor) || !SipMessage.TryParse(command.Bytes, out var message, out _)) return;
        Add(command.Actor, command.Id, new RecordedLine
        {
            Way = "out",
            Phone = message!.IsRequest
                ? _contacts.GetValueOrDefault(Encoding.UTF8.GetString(message.RequestUriText.Span)) : null,
            Text = RecordedText.Of(message),
        });
    }

    private void ComesMessage(Envelope envelope)
    {
        if (!SipMessage.TryParse(envelope.Bytes, out var message, out _)) return;
        var isNew = message!.Method == SipMethod.Invite && message.IsRequest && message.ToTag.IsEmpty;
        if (isNew && !_calls.ContainsKey(envelope.Actor)) Begin(envelope.Actor, message);
        Add(envelope.Actor, envelope.Id, new RecordedLine
        {
            Way = "in",
            From = envelope.Flow?.Remote.ToString(),
            User = RecordedText.User(message),
            Text = RecordedText.Of(message),
        });
    }

    private void Begin(ActorKey actor, SipMessage invite)
    {
        lock (_lock)
        {
            if (_calls.Count >= Limits.MaxCalls)
            {
                if (!_isFull) log.RecordingFull(Limits.MaxCalls);
                _isFull = true;
                return;
            }
            var now = clock.GetUtcNow();
            var name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss-fff}-{actor}.jsonl");
            var call = new RecordedCall(Path.Combine(directory, name), clock.GetTimestamp(), Limits);
            if (!_calls.TryAdd(actor, call)) return;
        }
        // An address of our own may stand where a domain does.
        var hosts = new[] { invite.RequestUri, invite.From?.Uri }
            .Where(u => u is not null && domains.Serves(u.HostText, u.Port)).Select(u => u!.HostText);
        Add(actor, null, new RecordedLine
        {
            Way = "call",
            At = clock.GetUtcNow(),
            Domains = [.. Domains.Concat(hosts).Distinct(StringComparer.OrdinalIgnoreCase)],
        });
    }

    private void Add(ActorKey actor, InputId? id, RecordedLine line)
    {
        if (!_calls.TryGetValue(actor, out var call)) return;
        try
        {
            call.Add(id, line with { Ms = (long)clock.GetElapsedTime(call.Start).TotalMilliseconds });
        }
        catch (IOException e)
        {
            // A full disk must cost the recording only, never the call.
            log.RecordingFailed(e.Message);
        }
    }
}
