namespace ServerlessSip.Local.Recording;

/// <summary>The named limits of recording.</summary>
internal sealed record RecorderLimits
{
    public static readonly RecorderLimits Default = new();

    /// <summary>Most calls that one process records; later ones are not.</summary>
    public int MaxCalls { get; init; } = 1_000;

    /// <summary>Most bytes of one call's file; where it would be more, the file says that it was cut.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;

    /// <summary>Most contacts whose users are remembered; past it they are forgotten and learnt anew.</summary>
    public int MaxContacts { get; init; } = 10_000;
}
