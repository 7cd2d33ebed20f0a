namespace ServerlessSip.Local.Tables;

/// <summary>The names of the table service's types in JSON.</summary>
internal static class EdmTypes
{
    internal const string Metadata = "odata.";
    internal const string ETag = "odata.etag";
    internal const string Annotation = "@odata.type";
    internal const string Binary = "Edm.Binary";
    internal const string DateTime = "Edm.DateTime";
    internal const string Int64 = "Edm.Int64";
}
