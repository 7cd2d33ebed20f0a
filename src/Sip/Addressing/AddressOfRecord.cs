using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Addressing;

/// <summary>The one canonical form of an address of record (RFC 3261 §10.3 step 5): <c>user@primary-domain</c>.</summary>
public static class AddressOfRecord
{
    /// <summary>
    /// User part unescaped and lower-cased, parameters and port dropped, a served host written as the primary domain. False for
    /// a URI that is not sip, sips or tel, has no user, or whose host is not served (a tel number counts as ours).
    /// </summary>
    public static bool TryCanonicalize(SipUri uri, DomainSet domains, out string aor) => throw new NotSupportedException();

    /// <summary>The 128-bit hash that keys the location actor of an address of record.</summary>
    public static UInt128 Hash(string aor) => throw new NotSupportedException();
}
