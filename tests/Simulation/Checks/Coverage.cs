using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Checks;

/// <summary>Which branches of the proxy's decisions were taken, as its effects show.</summary>
internal sealed class Coverage
{
    public SortedDictionary<string, int> Hits { get; } = new(StringComparer.Ordinal);

    public void Sent(SipMessage message)
    {
        if (!message.IsRequest) Count($"{message.StatusCode} to {message.Method}");
        else Count(message.TryGet(HeaderName.Reason, out _) ? $"{message.Method} with Reason" : $"{message.Method}");
    }

    public void Decided(Decided decided)
    {
        foreach (var input in decided.Events)
        {
            var what = input is TransactionTimedOut timeout ? $"timeout {timeout.Reason}" : input.GetType().Name;
            Count($"decided {what}");
        }
        foreach (var effect in decided.Effects) Count($"effect {effect.GetType().Name}");
    }

    private void Count(string name) => Hits[name] = Hits.GetValueOrDefault(name) + 1;
}
