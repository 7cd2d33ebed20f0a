using ServerlessSip.Ports;

namespace ServerlessSip.Tables;

/// <summary>The one mapping of a document and its table entity, for every table store.</summary>
public static class EntityLayout
{
    /// <summary>The layout that <see cref="TryWrite"/> writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The row of the document in its partition.</summary>
    public const string DocumentRow = "doc";

    /// <summary>The largest encoded document, before compression: half of what an entity may hold.</summary>
    public const int MaxDocumentBytes = 512 * 1024;

    /// <summary>The largest binary property of Table Storage.</summary>
    public const int MaxPartBytes = 64 * 1024;

    /// <summary>The longest Resource or Status, in UTF-16 code units.</summary>
    public const int MaxColumnChars = 1024;

    internal const int MaxParts = MaxDocumentBytes / MaxPartBytes;

    /// <summary>Lays a document out; false with a reason when it breaks a limit.</summary>
    /// <param name="operation">Random for each write: tells the echo of this very write from another's.</param>
    public static bool TryWrite(
        StoredDocument document, UInt128 operation, out EntityProperties entity, out string? reason)
    {
        entity = [];
        reason = Refusal(document);
        if (reason is not null) return false;

        var (coding, payload) = Payload.Pack(document.Bytes);
        entity.Add(EntityProperty.Of(EntityNames.PartitionKey, document.Key.ToString()));
        entity.Add(EntityProperty.Of(EntityNames.RowKey, DocumentRow));
        entity.Add(EntityProperty.Of(EntityNames.Layout, CurrentVersion));
        entity.Add(EntityProperty.Of(EntityNames.Version, document.Version));
        entity.Add(EntityProperty.Of(EntityNames.Operation, OperationText(operation)));
        entity.Add(EntityProperty.Of(EntityNames.Coding, (int)coding));
        entity.Add(EntityProperty.Of(EntityNames.Length, document.Bytes.Length));
        AddParts(entity, payload);
        AddColumns(entity, document.Columns);
        return true;
    }

    /// <summary>Reads what <see cref="TryWrite"/> wrote; false with a reason for anything else.</summary>
    public static bool TryRead(EntityProperties entity, out StoredDocument? document, out string? reason)
    {
        document = null;
        reason = null;
        if (entity.Int32(EntityNames.Layout) is not CurrentVersion)
            return Refuse($"layout {entity.Int32(EntityNames.Layout)} is not known here", out reason);
        if (!ActorKey.TryParse(entity.Text(EntityNames.PartitionKey), out var key))
            return Refuse("the partition key names no actor", out reason);
        if (entity.Int32(EntityNames.Version) is not { } version)
            return Refuse("the document's version is missing", out reason);
        if (!TryReadPayload(entity, out var bytes))
            return Refuse("the payload is damaged", out reason);
        document = new StoredDocument { Key = key, Version = version, Bytes = bytes, Columns = ReadColumns(entity) };
        return true;
    }

    /// <summary>An operation id as <see cref="EntityNames.Operation"/> holds it: 32 lower-case hex digits.</summary>
    public static string OperationText(UInt128 operation) => $"{operation:x32}";

    private static string? Refusal(StoredDocument document)
    {
        if (document.Bytes.Length > MaxDocumentBytes)
            return $"the document has {document.Bytes.Length} bytes, {MaxDocumentBytes} are allowed";
        if (document.Columns.Resource is { Length: > MaxColumnChars })
            return $"the column {EntityNames.Resource} is longer than {MaxColumnChars} characters";
        if (document.Columns.Status is { Length: > MaxColumnChars })
            return $"the column {EntityNames.Status} is longer than {MaxColumnChars} characters";
        return null;
    }

    private static void AddParts(EntityProperties entity, ReadOnlyMemory<byte> payload)
    {
        for (var index = 0; !payload.IsEmpty; index++)
        {
            var part = payload[..Math.Min(MaxPartBytes, payload.Length)];
            entity.Add(EntityProperty.Of(EntityNames.Part(index), part));
            payload = payload[part.Length..];
        }
    }

    private static void AddColumns(EntityProperties entity, DocumentColumns columns)
    {
        if (columns.DueAt is { } dueAt) entity.Add(EntityProperty.Of(EntityNames.DueAt, dueAt));
        if (columns.OutboxAt is { } outboxAt) entity.Add(EntityProperty.Of(EntityNames.OutboxAt, outboxAt));
        if (columns.Resource is { } resource) entity.Add(EntityProperty.Of(EntityNames.Resource, resource));
        if (columns.Status is { } status) entity.Add(EntityProperty.Of(EntityNames.Status, status));
    }

    private static DocumentColumns ReadColumns(EntityProperties entity) => new()
    {
        DueAt = entity.Instant(EntityNames.DueAt),
        OutboxAt = entity.Instant(EntityNames.OutboxAt),
        Resource = entity.Text(EntityNames.Resource),
        Status = entity.Text(EntityNames.Status),
    };

    private static bool TryReadPayload(EntityProperties entity, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (entity.Int32(EntityNames.Length) is not (>= 0 and <= MaxDocumentBytes and var length)) return false;
        if (entity.Int32(EntityNames.Coding) is not { } coding) return false;
        return Payload.TryUnpack((PayloadCoding)coding, JoinParts(entity), length, out bytes);
    }

    private static ReadOnlyMemory<byte> JoinParts(EntityProperties entity)
    {
        var first = entity.Binary(EntityNames.Part(0)) ?? default;
        if (entity.Binary(EntityNames.Part(1)) is null) return first;

        var joined = new MemoryStream(capacity: 2 * MaxPartBytes);
        for (var index = 0; index < MaxParts && entity.Binary(EntityNames.Part(index)) is { } part; index++)
            joined.Write(part.Span);
        return joined.GetBuffer().AsMemory(0, (int)joined.Length);
    }

    private static bool Refuse(string why, out string? reason)
    {
        reason = why;
        return false;
    }
}
