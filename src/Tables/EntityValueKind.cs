namespace ServerlessSip.Tables;

/// <summary>The types of a table property that documents use.</summary>
public enum EntityValueKind : byte
{
    None = 0,
    Text = 1,
    Binary = 2,
    Int32 = 3,
    Int64 = 4,
    Instant = 5,
}
