using System.Security.Cryptography;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests;

public sealed class CorpusTests
{
    public static TheoryData<string> Files() => [.. CorpusVerdicts.All.Select(v => v.File)];

    public static TheoryData<string> Folders() => ["rfc4475", "rfc4475-derived", "rfc5118", "rfc5118-archive"];

    [Fact]
    public void Every_file_has_one_verdict() =>
        Assert.Equal(Corpus.Names(), CorpusVerdicts.All.Select(v => v.File).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void The_verdict_holds(string file)
    {
        var verdict = CorpusVerdicts.All.Single(v => v.File == file);
        var bytes = Corpus.Read(file);

        var parses = SipMessage.TryParse(bytes, out var message, out var error);

        Assert.Equal(verdict.Parses, parses);
        Assert.Equal(verdict.Fault, (parses ? message!.Validate() : error).Kind);
        Assert.Equal(verdict.IsAnswerable, SipHead.TryScan(bytes, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_verdicts_are_those_of_the_manifest(string folder)
    {
        foreach (var row in Corpus.Manifest(folder))
        {
            // The archived forms of RFC 5118 have bare line feeds, and no statuses of their own.
            if (!row.TryGetValue("accept", out var accept)) continue;
            var verdict = CorpusVerdicts.All.Single(v => v.File == $"{folder}/{row["file"]}");
            var statuses = accept.Split(',');
            if (row["class"] is "valid" or "legacy" or "lenient") Assert.Equal(SipParseErrorKind.None, verdict.Fault);
            if (!statuses.Contains("400") && !statuses.Contains("none") && !statuses.Contains("505"))
                Assert.Equal(SipParseErrorKind.None, verdict.Fault);
            if (accept == "400") Assert.NotEqual(SipParseErrorKind.None, verdict.Fault);
            if (accept == "505") Assert.Equal(SipParseErrorKind.Version, verdict.Fault);
            if (accept is "400" or "505") Assert.True(verdict.Parses && verdict.IsAnswerable);
            if (row["must_not"].Contains("forwarded")) Assert.NotEqual(SipParseErrorKind.None, verdict.Fault);
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_files_are_bit_exact(string folder)
    {
        foreach (var row in Corpus.Manifest(folder))
        {
            if (!row.TryGetValue("sha256_16", out var hash)) continue;
            var sum = SHA256.HashData(Corpus.Read($"{folder}/{row["file"]}"));
            Assert.Equal(hash, Convert.ToHexStringLower(sum)[..16]);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_can_be_answered_is_answered_with_its_own_fields(string file)
    {
        var verdict = CorpusVerdicts.All.Single(v => v.File == file);
        if (!verdict.Parses || !verdict.IsAnswerable) return;
        SipMessage.TryParse(Corpus.Read(file), out var request, out _);

        var bytes = ResponseWriter.Write(request!, 400, toTag: "answer"u8);

        Assert.True(SipMessage.TryParse(bytes, out var response, out _));
        Assert.Equal(400, response!.StatusCode);
        Assert.Equal(request!.CallId, response.CallId);
        Assert.Equal(request.ValueTexts(HeaderName.Via), response.ValueTexts(HeaderName.Via));
        Assert.Equal(request.ValueTexts(HeaderName.CSeq)[..1], response.ValueTexts(HeaderName.CSeq));
        Assert.Equal(request.ValueTexts(HeaderName.From)[..1], response.ValueTexts(HeaderName.From));
        Assert.StartsWith(request.ValueTexts(HeaderName.To)[0], response.ValueTexts(HeaderName.To)[0]);
    }
}
