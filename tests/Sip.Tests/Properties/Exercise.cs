using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Tests.Properties;

/// <summary>Does with bytes all that the code can do with a message.</summary>
internal static class Exercise
{
    public static void Everything(byte[] bytes, SipLimits? limits = null)
    {
        limits ??= SipLimits.Default;
        SipHead.TryScan(bytes, out _, out _);
        var kind = StreamFramer.Next(bytes, limits, out var length, out _);
        Assert.InRange(length, 0, bytes.Length);
        Assert.Equal(kind is FrameKind.Message or FrameKind.Ping or FrameKind.Pong, length > 0);
        if (!SipMessage.TryParse(bytes, out var message, out var error, limits))
        {
            Assert.NotEqual(SipParseErrorKind.None, error.Kind);
            Assert.Null(message);
            return;
        }

        ReadAll(message!);
        Edit(message!);
        Answer(message!);
    }

    /// <summary>Single values, as a header may hold them.</summary>
    public static void Value(byte[] value)
    {
        if (SipUri.TryParse(value, out var uri)) ReadUri(uri!);
        if (NameAddr.TryParse(value, out var address)) ReadAddress(address!);
        if (!Via.TryParse(value, out var via)) return;
        _ = via!.Branch.Length + via.Received.Length + via.RPort + via.Port + via.Host.Length + via.SentBy.Length;
        _ = via.HasRPort || via.Transport.IsEmpty;
    }

    private static void ReadAll(SipMessage message)
    {
        message.Validate();
        _ = message.MethodText.Length + message.ReasonPhrase.Length + message.CallId.Length + message.Body.Length;
        _ = message.FromTag.Length + message.ToTag.Length + (message.CSeq ?? 0) + (message.MaxForwards ?? 0);
        if (message.RequestUri is { } uri) ReadUri(uri);
        NameAddr?[] addresses = [message.From, message.To, .. message.Contacts ?? [], .. message.Routes ?? []];
        foreach (var address in addresses.OfType<NameAddr>()) ReadAddress(address);
        _ = message.RecordRoutes?.Count;
        foreach (var name in Enum.GetValues<HeaderName>())
        {
            foreach (var value in message.Values(name)) Value(value.ToArray());
            message.HasToken(name, "x"u8);
            message.TryGet(name, out _);
        }

        message.TryGet("X-Unknown"u8, out _);
        for (var i = 0; i < message.HeaderCount; i++) _ = message.Header(i);
    }

    private static void ReadUri(SipUri uri)
    {
        _ = uri.UnescapedUser + uri.HostText + uri;
        _ = uri.User.Length + uri.Password.Length + uri.Headers.Length + uri.SchemeText.Length + uri.Port;
        uri.TryGetParameter("lr"u8, out _);
        Assert.True(SipUri.Equivalent(uri, uri) || HasRepeatedParameter(uri));
    }

    /// <summary>Of two parameters of one name only the first is read, so such a URI need not equal itself.</summary>
    private static bool HasRepeatedParameter(SipUri uri) => uri.ToString().Count(c => c == ';') > 1;

    private static void ReadAddress(NameAddr address)
    {
        _ = address.DisplayName.Length + address.Tag.Length + address.ParametersText.Length;
        ReadUri(address.Uri);
    }

    private static void Edit(SipMessage message)
    {
        var editor = new MessageEditor(message);
        if (message.IsRequest) editor.ReplaceRequestUri("sip:x"u8.ToArray());
        else editor.ReplaceStatus(200, "OK");
        editor.PrependLines(HeaderName.Via, "Via: SIP/2.0/UDP x\r\n"u8.ToArray());
        foreach (var name in (ReadOnlySpan<HeaderName>)[HeaderName.Via, HeaderName.Route, HeaderName.Contact])
        {
            editor.RemoveFirstValues(name, 1);
            editor.RemoveLastValue(name);
        }

        editor.Set(HeaderName.MaxForwards, "1"u8.ToArray());
        editor.Remove(HeaderName.Subject);
        if (message.HeaderCount > 0) editor.RemoveField(0);
        editor.AppendLines("X: y\r\n"u8.ToArray());
        var built = editor.Build();
        Assert.Equal(built.Length, built.ToBytes().Length);
    }

    private static void Answer(SipMessage message)
    {
        var answer = ResponseWriter.Write(message, 400, toTag: "x"u8);
        Assert.True(SipMessage.TryParse(answer, out var response, out var error, Loose), error.ToString());
        RequestWriter.Cancel(message);
        RequestWriter.AckForFailure(message, response!);
    }

    private static readonly SipLimits Loose =
        new() { MaxHeaders = int.MaxValue, MaxHeaderBytes = ushort.MaxValue, MaxMessageBytes = int.MaxValue };
}
