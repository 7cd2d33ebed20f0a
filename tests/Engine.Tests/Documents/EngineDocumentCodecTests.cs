using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Documents;

public sealed class EngineDocumentCodecTests
{
    private static readonly EngineDocumentCodec Codec = new();

    /// <summary>A form that is to change is written anew by a run with <c>WRITE_GOLDEN=1</c>, which fails.</summary>
    [Theory]
    [InlineData("location")]
    [InlineData("call")]
    [InlineData("queue")]
    [InlineData("trunk")]
    public void The_stored_form_is_frozen(string name)
    {
        var form = Readable(Codec.Encode(Sample(name)));
        var frozen = File.ReadAllText(GoldenFile(name));
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1") File.WriteAllText(GoldenFile(name), form);

        Assert.Equal(frozen, form);
    }

    [Theory]
    [InlineData("location")]
    [InlineData("call")]
    [InlineData("queue")]
    [InlineData("trunk")]
    public void What_was_written_reads_back_the_same(string name)
    {
        var document = Sample(name);

        var read = Decode(Codec.Encode(document));

        Assert.Equal(Readable(Codec.Encode(document)), Readable(Codec.Encode(read)));
        Assert.Equal(document.State!.GetType(), read.State!.GetType());
    }

    [Fact]
    public void Forks_share_their_source_and_messages_their_object_after_reading()
    {
        var state = (CallState)Decode(Codec.Encode(SampleDocuments.Call())).State!;

        var context = state.Contexts[0];
        Assert.Same(context.Request, context.Branches[1].Final);
        Assert.Equal(Place(context.Branches[0].Sent!.Source), Place(context.Branches[1].Sent!.Source));
        Assert.Equal(Place(context.Request!.Bytes), Place(context.Branches[0].Sent!.Source));
    }

    [Fact]
    public void A_request_is_stored_once_however_many_forks_it_has()
    {
        var invite = SampleDocuments.Invite(bodyLength: 20_000);
        var document = SampleDocuments.Call();
        var state = (CallState)document.State!;
        var branch = state.Contexts[0].Branches[0];
        var branches = Enumerable.Range(0, 16)
            .Select(i => branch with { Sent = SampleDocuments.Fork(invite, $"v{i}") });
        var context = state.Contexts[0] with { Request = invite, Branches = [.. branches] };

        var bytes = Codec.Encode(document with { State = state with { Contexts = [context] } });

        Assert.InRange(bytes.Length, 20_000, 40_000);
    }

    [Fact]
    public void A_fork_reads_back_with_its_splices()
    {
        var before = SampleDocuments.Call();

        var after = Decode(Codec.Encode(before));

        Assert.Equal(
            ((CallState)before.State!).Contexts[0].Branches[0].Sent!.ToBytes().ToArray(),
            ((CallState)after.State!).Contexts[0].Branches[0].Sent!.ToBytes().ToArray());
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData("aor")]
    [InlineData("bindings")]
    public void A_document_without_one_of_its_properties_is_refused(string property)
    {
        var bytes = Codec.Encode(SampleDocuments.Location());
        var place = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\"{property}\":"));
        bytes[place + 1] = (byte)'X';

        Assert.False(Codec.TryDecode(ActorKind.Location, Codec.Version, bytes, out _, out var reason));
        Assert.Contains(property, reason);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("""{"key":"x"}""")]
    [InlineData("""{"key":"l000000000000000000000000000000a1","state":{"$t":"unknown"}}""")]
    public void Bytes_that_are_no_document_are_refused_with_a_reason(string json)
    {
        Assert.False(Codec.TryDecode(ActorKind.Location, 1, Framed(json), out var document, out var reason));
        Assert.Null(document);
        Assert.NotNull(reason);
    }

    [Fact]
    public void Every_cut_document_is_refused_or_read_but_never_throws()
    {
        var bytes = Codec.Encode(SampleDocuments.Call());

        for (var length = 0; length < bytes.Length; length++)
            Assert.False(Codec.TryDecode(ActorKind.Call, 1, bytes.AsMemory(0, length), out _, out _), $"{length}");
    }

    [Fact]
    public void A_version_of_the_future_and_a_document_of_another_kind_are_refused()
    {
        var bytes = Codec.Encode(SampleDocuments.Location());

        Assert.False(Codec.TryDecode(ActorKind.Location, EngineDocumentCodec.CurrentVersion + 1, bytes, out _, out _));
        Assert.False(Codec.TryDecode(ActorKind.Call, EngineDocumentCodec.CurrentVersion, bytes, out _, out _));
    }

    private static ActorDocument Sample(string name) => name switch
    {
        "call" => SampleDocuments.Call(),
        "queue" => SampleQueue.Document(),
        "trunk" => SampleTrunk.Document(),
        _ => SampleDocuments.Location(),
    };

    private static ActorDocument Decode(byte[] bytes)
    {
        // {"key":"c…
        Assert.True(ActorKey.TryParse(Encoding.ASCII.GetString(bytes, 12, 33), out var key));
        var kind = key.Kind;
        Assert.True(Codec.TryDecode(kind, Codec.Version, bytes, out var document, out var reason), reason);
        return (ActorDocument)document!;
    }

    private static (byte[]?, int, int) Place(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) ? (part.Array, part.Offset, part.Count) : default;

    private static byte[] Framed(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[4 + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 4);
        return bytes;
    }

    /// <summary>The JSON broken into lines at its commas, then each blob as it would be written in C.</summary>
    private static string Readable(byte[] bytes)
    {
        var text = new StringBuilder();
        var rest = bytes.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            var part = Encoding.UTF8.GetString(rest.Slice(4, length));
            text.Append(
                text.Length == 0 ? part.Replace(",\"", ",\n\"") : part.Replace("\r\n", "\\r\\n")).Append("\n---\n");
            rest = rest[(4 + length)..];
        }
        return text.ToString();
    }

    private static string GoldenFile(string name, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, $"{name}.golden.txt");
}
