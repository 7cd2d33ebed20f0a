namespace ServerlessSip.Ports;

/// <summary>What an actor is. The numbers are stored and sent: they never change meaning.</summary>
public enum ActorKind : byte
{
    None = 0,
    Call = 1,
    Location = 2,
    Presentity = 3,
    Mailbox = 4,
    Queue = 5,
    Room = 6,
    Trunk = 7,
}

/// <summary>
/// The address of one actor: its kind and a 128-bit hash of what names it (a Call-ID, an address of record).
/// </summary>
public readonly record struct ActorKey(ActorKind Kind, UInt128 Hash)
{
    private const string Letters = "?clpmqrt";

    /// <summary>Kind as a lower-case letter, then 32 lower-case hexadecimal digits, e.g. <c>c0f3…</c>.</summary>
    public override string ToString() => $"{Letter(Kind)}{Hash:x32}";

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ActorKey key)
    {
        key = default;
        if (text.Length != 33) return false;
        var kind = Letters.IndexOf(text[0]);
        if (kind < 1 || text[1..].ContainsAnyExcept("0123456789abcdef")) return false;
        if (!UInt128.TryParse(text[1..], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var hash))
            return false;
        key = new ActorKey((ActorKind)kind, hash);
        return true;
    }

    /// <summary>Whether the number is that of a kind, or of none.</summary>
    internal static bool IsKind(ActorKind kind) => (int)kind < Letters.Length;

    private static char Letter(ActorKind kind) => Letters[(int)kind];
}
