namespace ServerlessSip.Tables;

/// <summary>The property names of a document's entity. They are stored: they never change meaning.</summary>
public static class EntityNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";

    /// <summary>The version of the layout itself.</summary>
    public const string Layout = "Layout";

    /// <summary>The version of the document's encoding.</summary>
    public const string Version = "Version";

    /// <summary>Random for each write, so that a retried write knows its own echo.</summary>
    public const string Operation = "Operation";

    /// <summary>How the parts are compressed (<see cref="PayloadCoding"/>).</summary>
    public const string Coding = "Coding";

    /// <summary>The length of the document before compression, in bytes.</summary>
    public const string Length = "Length";

    public const string DueAt = "DueAt";
    public const string OutboxAt = "OutboxAt";
    public const string Resource = "Resource";
    public const string Status = "Status";

    private static readonly string[] PartNames =
        [.. Enumerable.Range(0, EntityLayout.MaxParts).Select(index => $"Part{index}")];

    /// <summary>The name of the n-th piece of the payload, from 0.</summary>
    public static string Part(int index) => PartNames[index];
}
