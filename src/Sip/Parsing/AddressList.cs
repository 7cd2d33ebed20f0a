using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Reads the values of a list header as addresses.</summary>
internal static class AddressList
{
    /// <summary>Null when one is malformed or there are more than the limit.</summary>
    public static NameAddr[]? Read(HeaderValues values, SipLimits limits)
    {
        if (!values.MoveNext()) return [];
        if (!NameAddr.TryParse(values.Current, limits.MaxParameters, out var first)) return null;
        if (!values.MoveNext()) return [first!];
        var list = new List<NameAddr>(4) { first! };
        do
        {
            if (list.Count >= limits.MaxListValues) return null;
            if (!NameAddr.TryParse(values.Current, limits.MaxParameters, out var next)) return null;
            list.Add(next!);
        }
        while (values.MoveNext());
        return list.ToArray();
    }
}
