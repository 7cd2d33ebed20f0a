using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Checks;

/// <summary>Nothing is sent that a saved document or a stateless answer does not contain.</summary>
internal sealed class SavedEffects(SimWorld world)
{
    private readonly HashSet<InputId> _saved = [];
    private readonly Dictionary<ActorKey, List<OutgoingMessage>> _messages = [];

    public void Saved(ActorDocument document)
    {
        if (!_messages.TryGetValue(document.Key, out var messages)) _messages[document.Key] = messages = [];
        foreach (var entry in document.Outbox)
        {
            messages.AddRange(entry.Effects.OfType<SendSip>().Select(s => s.Message));
            for (var i = 0; i < entry.Effects.Length; i++)
                if (entry.Effects[i] is SendSip or StopSending or AcceptTransaction) _saved.Add(entry.Input.Effect(i));
        }
    }

    public void Commanded(RelayCommand command)
    {
        if (_saved.Contains(command.Id) || IsSavedMessage(command)) return;
        if (command.Retransmission != Retransmission.None)
            world.Fail($"sent and not saved, though it is to be repeated: {command.Kind}");
        else if (!world.Watch.IsStateless(command)) world.Fail($"sent and not saved: {command.Kind}");
    }

    /// <summary>The same message once more.</summary>
    private bool IsSavedMessage(RelayCommand command) =>
        !command.Bytes.IsEmpty && _messages.TryGetValue(command.Actor, out var messages)
        && messages.Exists(m => m.ToBytes().Span.SequenceEqual(command.Bytes.Span));
}
