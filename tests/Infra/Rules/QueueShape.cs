namespace ServerlessSip.Infra.Rules;

/// <summary>What must be the same of a queue in Azure and in the emulator.</summary>
internal sealed record QueueShape(
    bool Sessions, bool DetectsDuplicates, bool DeadLettersExpired, string Lock, string Deliveries);
