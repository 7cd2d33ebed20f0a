using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Checks;

/// <summary>Nothing is sent that a saved document or a stateless answer does not contain.</summary>
internal sealed class SavedEffects(SimWorld world)
{
    private readonly HashSet<InputId> _saved = [];

    public void Saved(ActorDocument document)
    {
        foreach (var entry in document.Outbox)
        {
            for (var i = 0; i < entry.Effects.Length; i++)
                if (entry.Effects[i] is SendSip or StopSending or AcceptTransaction) _saved.Add(entry.Input.Effect(i));
        }
    }

    public void Commanded(RelayCommand command)
    {
        if (_saved.Contains(command.Id)) return;
        if (command.Retransmission != Retransmission.None)
            world.Fail($"sent and not saved, though it is to be repeated: {command.Kind}");
        else if (!world.Watch.IsStateless(command)) world.Fail($"sent and not saved: {command.Kind}");
    }
}
