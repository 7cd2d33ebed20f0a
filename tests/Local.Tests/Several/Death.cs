namespace ServerlessSip.Local.Tests.Several;

/// <summary>Where in its turn an engine dies.</summary>
public enum DeathPoint
{
    /// <summary>It has taken the input and done nothing.</summary>
    Taking,

    /// <summary>It has decided and saves nothing.</summary>
    BeforeSave,

    /// <summary>It has saved and performs nothing.</summary>
    AfterSave,
}

/// <summary>The engine that takes the first input with this text in it dies there.</summary>
internal sealed record Death(DeathPoint Point, Predicate<string> Input);
