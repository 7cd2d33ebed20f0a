namespace ServerlessSip.Engine.Proxy;

/// <summary>What the server says of itself (RFC 3261 §11.2).</summary>
internal static class ServerOptions
{
    public const string Lines =
        "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, PRACK, SUBSCRIBE, NOTIFY, PUBLISH, INFO, REFER, MESSAGE, "
        + "UPDATE\r\n"
        + "Accept: */*\r\nAccept-Encoding: identity\r\nAccept-Language: *\r\nSupported: path\r\n";
}
