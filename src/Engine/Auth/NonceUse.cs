namespace ServerlessSip.Engine.Auth;

/// <summary>How far the nonce count of one nonce has come: a window of 64 (RFC 7616 §3.4).</summary>
/// <param name="Nonce">As we wrote it.</param>
/// <param name="Highest">The highest nc seen.</param>
/// <param name="Window">Bit n: Highest − n was seen.</param>
public sealed record NonceUse(string Nonce, uint Highest, ulong Window);
