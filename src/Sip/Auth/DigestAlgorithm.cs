namespace ServerlessSip.Sip.Auth;

/// <summary>A digest algorithm (RFC 7616, RFC 8760).</summary>
public enum DigestAlgorithm : byte
{
    None = 0,
    Md5 = 1,
    Sha256 = 2,
}
