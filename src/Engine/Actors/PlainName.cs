namespace ServerlessSip.Engine.Actors;

/// <summary>The names that a configuration gives to queues and trunks, fit for URLs and for keys.</summary>
public static class PlainName
{
    public const int MaxLength = 64;

    /// <summary>1 to 64 lower-case letters, digits and . _ + -</summary>
    public static bool Is(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '+' or '-');
}
