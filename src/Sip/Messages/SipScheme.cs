namespace ServerlessSip.Sip.Messages;

/// <summary>The scheme of a URI.</summary>
public enum SipScheme : byte
{
    Other = 0,
    Sip = 1,
    Sips = 2,
    Tel = 3,
}
