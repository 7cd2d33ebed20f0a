namespace ServerlessSip.Tables;

/// <summary>How a payload is compressed. The numbers are stored: they never change meaning.</summary>
public enum PayloadCoding
{
    Plain = 0,
    Brotli = 1,
}
