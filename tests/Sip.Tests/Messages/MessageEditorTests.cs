using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Messages;

public sealed class MessageEditorTests
{
    private static readonly string[] s_routes =
        ["Route: <sip:one;lr>, <sip:two;lr>", "X: y", "Route: <sip:three;lr>,<sip:four;lr>"];

    [Fact]
    public void Nothing_edited_is_the_source_itself()
    {
        var bytes = Sample.InviteBytes();
        var outgoing = new MessageEditor(Sample.Parse(bytes)).Build();

        Assert.Equal(bytes, outgoing.ToBytes().ToArray());
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(outgoing.ToBytes(), out var segment));
        Assert.Same(bytes, segment.Array);
    }

    [Fact]
    public void A_proxy_s_edits_change_what_they_name_and_nothing_else()
    {
        var editor = new MessageEditor(Sample.Invite("Route: <sip:proxy;lr>", "X-Odd:\t kept "));
        editor.ReplaceRequestUri(Sample.Bytes("sip:bob@192.0.2.9"));
        editor.PrependLines(HeaderName.Via, Sample.Bytes("Via: SIP/2.0/UDP p;branch=z9hG4bKtwo\r\n"));
        editor.PrependLines(HeaderName.RecordRoute, Sample.Bytes("Record-Route: <sip:p;lr>\r\n"));
        editor.RemoveFirstValues(HeaderName.Route, 1);
        editor.Set(HeaderName.MaxForwards, Sample.Bytes("69"));
        editor.AppendLines(Sample.Bytes("X-Last: 1\r\n"));

        string[] expected =
        [
            "INVITE sip:bob@192.0.2.9 SIP/2.0",
            "Record-Route: <sip:p;lr>",
            "Via: SIP/2.0/UDP p;branch=z9hG4bKtwo",
            "Via: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKone;rport",
            "Max-Forwards: 69",
            .. Sample.InviteLines[3..],
            "X-Odd:\t kept ",
            "X-Last: 1",
        ];
        Assert.Equal(Sample.Join(expected) + "\r\n" + Sample.Body, Text(editor));
    }

    [Theory]
    [InlineData(1, 0, "<sip:two;lr>|<sip:three;lr>|<sip:four;lr>")]
    [InlineData(2, 0, "<sip:three;lr>|<sip:four;lr>")]
    [InlineData(3, 0, "<sip:four;lr>")]
    [InlineData(4, 0, "")]
    [InlineData(9, 0, "")]
    [InlineData(0, 1, "<sip:one;lr>|<sip:two;lr>|<sip:three;lr>")]
    [InlineData(1, 1, "<sip:two;lr>|<sip:three;lr>")]
    [InlineData(1, 2, "<sip:two;lr>")]
    [InlineData(2, 2, "")]
    [InlineData(3, 3, "")]
    public void Values_are_taken_from_both_ends(int first, int last, string left)
    {
        var editor = new MessageEditor(Sample.Invite(s_routes));
        editor.RemoveFirstValues(HeaderName.Route, first);
        for (var i = 0; i < last; i++) editor.RemoveLastValue(HeaderName.Route);

        var result = Sample.Parse(editor.Build().ToBytes());

        Assert.Equal(left, string.Join('|', result.ValueTexts(HeaderName.Route)));
        Assert.Equal(SipParseError.None, result.Validate());
        Assert.True(result.TryGet("X"u8, out _));
    }

    [Fact]
    public void Counts_add_up_and_what_is_prepended_stays()
    {
        var editor = new MessageEditor(Sample.Invite(s_routes));
        editor.RemoveFirstValues(HeaderName.Route, 1);
        editor.PrependLines(HeaderName.Route, Sample.Bytes("Route: <sip:new1;lr>\r\n"));
        editor.RemoveFirstValues(HeaderName.Route, 1);
        editor.PrependLines(HeaderName.Route, Sample.Bytes("Route: <sip:new2;lr>\r\n"));

        Assert.Equal(
            ["<sip:new2;lr>", "<sip:new1;lr>", "<sip:three;lr>", "<sip:four;lr>"],
            Sample.Parse(editor.Build().ToBytes()).ValueTexts(HeaderName.Route));
    }

    [Fact]
    public void Compact_names_are_edited_and_stay_compact()
    {
        var editor = new MessageEditor(Sample.Parse(Sample.InviteWith("Contact", "m: <sip:a@b>,\r\n <sip:c@d>")));
        editor.RemoveFirstValues(HeaderName.Contact, 1);

        Assert.Contains("\r\nm: <sip:c@d>\r\n", Text(editor));
    }

    [Fact]
    public void The_last_of_Set_and_Remove_holds()
    {
        var source = Sample.Invite("Subject: one", "s: two");

        var set = new MessageEditor(source);
        set.Set(HeaderName.Subject, Sample.Bytes("x"));
        set.Set(HeaderName.Subject, Sample.Bytes("y"));
        var removed = new MessageEditor(source);
        removed.Set(HeaderName.Subject, Sample.Bytes("x"));
        removed.Remove(HeaderName.Subject);
        var replaced = new MessageEditor(source);
        replaced.Remove(HeaderName.Subject);
        replaced.Set(HeaderName.Subject, Sample.Bytes("z"));

        Assert.Equal(["y", "two"], Subjects(set));
        Assert.Empty(Subjects(removed));
        Assert.Equal(["z"], Subjects(replaced));
    }

    [Fact]
    public void Set_appends_what_is_not_there_and_fills_what_is_empty()
    {
        var editor = new MessageEditor(Sample.Invite("Supported:"));
        editor.Set(HeaderName.Supported, Sample.Bytes(" path"));
        editor.Set(HeaderName.Expires, Sample.Bytes("60"));

        Assert.Contains("Supported: path\r\nExpires: 60\r\n\r\n", Text(editor));
    }

    [Fact]
    public void One_field_goes_by_its_place()
    {
        var source = Sample.Invite("Subject: one", "s: two");
        var editor = new MessageEditor(source);
        editor.RemoveField(source.HeaderCount - 2);

        Assert.Equal(["two"], Subjects(editor));
    }

    [Fact]
    public void A_response_loses_its_top_Via_and_gets_another_status()
    {
        var request = Sample.Parse(Sample.InviteWith("Via", "Via: SIP/2.0/UDP a;branch=1, SIP/2.0/UDP b;branch=2"));
        var editor = new MessageEditor(Sample.Parse(ResponseWriter.Write(request, 200)));
        editor.RemoveFirstValues(HeaderName.Via, 1);
        editor.ReplaceStatus(408, "Request Timeout");

        var result = Sample.Parse(editor.Build().ToBytes());

        Assert.Equal(408, result.StatusCode);
        Assert.Equal(["SIP/2.0/UDP b;branch=2"], result.ValueTexts(HeaderName.Via));
    }

    [Fact]
    public void Splices_out_of_order_are_refused()
    {
        var source = new byte[10];

        Assert.Throws<ArgumentException>(() => new OutgoingMessage(source, [new(5, 1, default), new(4, 1, default)]));
        Assert.Throws<ArgumentException>(() => new OutgoingMessage(source, [new(2, 4, default), new(5, 0, default)]));
        Assert.Throws<ArgumentException>(() => new OutgoingMessage(source, [new(5, 6, default)]));
        Assert.Equal(10, new OutgoingMessage(source, [new(5, 5, default), new(10, 0, new byte[5])]).Length);
    }

    private static string Text(MessageEditor editor) => Sample.Text(editor.Build().ToBytes().Span);

    private static List<string> Subjects(MessageEditor editor) =>
        Sample.Parse(editor.Build().ToBytes()).ValueTexts(HeaderName.Subject);
}
