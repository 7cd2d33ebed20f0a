namespace ServerlessSip.Sip.Messages;

/// <summary>
/// Makes our own responses (RFC 3261 §8.2.6): Via, From, To, Call-ID and CSeq of the request, then what is given.
/// </summary>
public static class ResponseWriter
{
    /// <param name="request">The request that is answered, however malformed beyond its frame.</param>
    /// <param name="statusCode">100 to 699.</param>
    /// <param name="reasonPhrase">Null for the standard phrase of the code.</param>
    /// <param name="toTag">Put on To when it has no tag; ignored for 100; null for none.</param>
    /// <param name="headerLines">Whole lines, each ended by CRLF, before Content-Length.</param>
    public static byte[] Write(
        SipMessage request,
        int statusCode,
        string? reasonPhrase = null,
        ReadOnlySpan<byte> toTag = default,
        ReadOnlySpan<byte> headerLines = default) =>
        Write(new ResponseParts
        {
            Request = request,
            StatusCode = statusCode,
            ReasonPhrase = reasonPhrase,
            ToTag = toTag,
            HeaderLines = headerLines,
        });

    /// <summary>The same with a body.</summary>
    public static byte[] Write(in ResponseParts response)
    {
        var counter = ByteSink.Counting();
        response.Compose(ref counter);
        var bytes = GC.AllocateUninitializedArray<byte>(counter.Length);
        var writer = ByteSink.Into(bytes);
        response.Compose(ref writer);
        return bytes;
    }
}
