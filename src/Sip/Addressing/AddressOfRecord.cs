using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Addressing;

/// <summary>
/// The one canonical form of an address of record (RFC 3261 §10.3 step 5): <c>user@primary-domain</c>.
/// </summary>
public static class AddressOfRecord
{
    /// <summary>
    /// User part unescaped and lower-cased, parameters and port dropped, a served host written as the primary domain.
    /// False for a URI that is not sip, sips or tel, has no user, or whose host is not served (a tel number counts as
    /// ours).
    /// </summary>
    public static bool TryCanonicalize(SipUri uri, DomainSet domains, out string aor)
    {
        aor = "";
        if (!IsServed(uri, domains) || !TryUser(uri, out var user)) return false;
        aor = $"{user}@{domains.Primary}";
        return true;
    }

    /// <summary>The user of an address of record as it was made here, without its domain.</summary>
    public static string User(string aor) => aor[..aor.LastIndexOf('@')];

    /// <summary>The 128-bit hash that keys the location actor of an address of record.</summary>
    public static UInt128 Hash(string aor)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(aor), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static bool IsServed(SipUri uri, DomainSet domains) => uri.Scheme switch
    {
        SipScheme.Sip => domains.Serves(uri.HostText, uri.Port),
        SipScheme.Sips => domains.Serves(uri.HostText, uri.Port, tls: true),
        SipScheme.Tel => true,
        _ => false,
    };

    private static bool TryUser(SipUri uri, out string user)
    {
        user = uri.UnescapedUser.ToLowerInvariant();
        // RFC 3966 §4: visual separators say nothing.
        if (uri.Scheme == SipScheme.Tel) user = string.Concat(user.Split('-', '.', '(', ')'));
        // Bytes that are no UTF-8 become U+FFFD: two different users must not become one.
        return user.Length > 0 && !user.Contains('\uFFFD');
    }
}
