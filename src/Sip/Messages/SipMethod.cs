namespace ServerlessSip.Sip.Messages;

/// <summary>The methods this code knows; any other is kept byte for byte as <see cref="Other"/>.</summary>
public enum SipMethod : byte
{
    Other = 0,
    Invite = 1,
    Ack = 2,
    Bye = 3,
    Cancel = 4,
    Options = 5,
    Register = 6,
    Prack = 7,
    Subscribe = 8,
    Notify = 9,
    Publish = 10,
    Info = 11,
    Refer = 12,
    Message = 13,
    Update = 14,
}
