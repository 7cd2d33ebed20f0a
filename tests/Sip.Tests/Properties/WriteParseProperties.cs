using FsCheck.Fluent;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Properties;

public sealed class WriteParseProperties
{
    private static readonly string[] s_mandatory = Sample.InviteLines[1..];

    [Fact]
    public void A_uri_is_its_parts() => Property.Holds(
        from user in Generators.User
        from host in Generators.Host
        from port in Gen.Choose(1, 65535)
        select (user,
            host, port),
        t =>
        {
            Assert.True(SipUri.TryParse($"sip:{t.user}@{t.host}:{t.port};lr", out var uri));
            Assert.Equal(t.user, Sample.Text(uri!.User));
            Assert.Equal(t.host.Trim('[', ']'), uri.HostText);
            Assert.Equal(t.port, uri.Port);
            Assert.Equal(Uri.UnescapeDataString(t.user), uri.UnescapedUser);
        });

    [Fact]
    public void An_address_is_its_parts() => Property.Holds(
        from uri in Generators.Uri from tag in Generators.Token from bare in Gen.Choose(0, 1) select (uri, tag, bare),
        t =>
        {
            var text = $"\"A \\\" <,;\"{(t.bare == 0 ? " " : "")}<{t.uri}>;tag={t.tag};x";
            Assert.True(NameAddr.TryParse(Sample.Bytes(text), out var address));
            Assert.Equal(t.uri, address!.Uri.ToString());
            Assert.Equal(t.tag, Sample.Text(address.Tag));
        });

    [Fact]
    public void A_response_reads_as_it_was_written() => Property.Holds(
        from code in Gen.Choose(100, 699)
        from tag in Generators.Token
        from body in Generators.AnyBytes
        from count in Gen.Choose(0, 20)
        from vias in Generators.Token.ArrayOf(count)
        select (code, tag, body, vias),
        t =>
        {
            var request = Sample.Invite(t.vias.Select(v => $"Via: SIP/2.0/UDP h;branch={v}").ToArray());
            var response = Sample.Parse(ResponseWriter.Write(new ResponseParts
            {
                Request = request,
                StatusCode = t.code,
                ToTag = Sample.Bytes(t.tag),
                Body = t.body,
            }));

            Assert.Equal(SipParseError.None, response.Validate());
            Assert.Equal(t.code, response.StatusCode);
            Assert.Equal(t.code == 100 ? "" : t.tag, Sample.Text(response.ToTag));
            Assert.Equal(t.body, response.Body.ToArray());
            Assert.Equal(request.ValueTexts(HeaderName.Via), response.ValueTexts(HeaderName.Via));
        });

    /// <summary>
    /// Any split of a list over fields, any removal at either end, lines put above: as on a plain list.
    /// </summary>
    [Fact]
    public void Edits_of_a_list_are_those_of_a_list() => Property.Holds(
        from count in Gen.Choose(0, 20)
        from layout in Gen.Choose(1, 4).ArrayOf(count)
        from first in Gen.Choose(0, 6)
        from last in Gen.Choose(0, 6)
        from above in Gen.Choose(0, 2)
        select (layout, first, last, above),
        t =>
        {
            var number = 0;
            var lines = t.layout.SelectMany(n => new[]
            {
                "Route: " + string.Join(" ,", Enumerable.Range(0, n).Select(_ => $"<sip:r{number++};lr>;a=\",\"")),
                "X-Between: kept",
            });
            var source = Sample.Invite(lines.ToArray());
            var editor = new MessageEditor(source);
            editor.RemoveFirstValues(HeaderName.Route, t.first);
            for (var i = 0; i < t.last; i++) editor.RemoveLastValue(HeaderName.Route);
            for (var i = 0; i < t.above; i++) editor.PrependLines(HeaderName.Route,
                Sample.Bytes($"Route: <sip:n{i}>\r\n"));

            var result = Sample.Parse(editor.Build().ToBytes());

            var all = source.ValueTexts(HeaderName.Route);
            var kept = all.Skip(t.first).Take(Math.Max(0, all.Count - t.first - t.last));
            var put = Enumerable.Range(0, t.above).Reverse().Select(i => $"<sip:n{i}>");
            Assert.Equal(put.Concat(kept), result.ValueTexts(HeaderName.Route));
            Assert.Equal(SipParseError.None, result.Validate());
            Assert.Equal(Others(source), Others(result));
        });

    [Fact]
    public void A_message_is_its_fields() => Property.Holds(
        Gen.Shuffle(s_mandatory),
        lines =>
        {
            var text = Sample.InviteLines[0] + "\r\n" + Sample.Join(lines) + "\r\n" + Sample.Body;
            var message = Sample.Parse(text);

            Assert.Equal(SipParseError.None, message.Validate());
            Assert.Equal(lines, Enumerable.Range(0, message.HeaderCount).Select(i => FieldText(message, i).TrimEnd()));
        });

    private static List<string> Others(SipMessage message) =>
        Enumerable.Range(0, message.HeaderCount).Where(i => message.Header(i).Name != HeaderName.Route)
            .Select(i => FieldText(message, i)).ToList();

    private static string FieldText(SipMessage message, int index)
    {
        var field = message.Header(index);
        return Sample.Text(message.Bytes.Span.Slice(field.Offset, field.Length));
    }
}
