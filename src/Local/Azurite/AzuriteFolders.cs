namespace ServerlessSip.Local.Azurite;

/// <summary>Where Azurite is installed, and where it keeps its tables; both absolute.</summary>
internal sealed record AzuriteFolders(string Install, string Data)
{
    /// <summary>Both below this directory (<c>Local:Directory</c>).</summary>
    internal static AzuriteFolders Under(string directory)
    {
        var root = Path.GetFullPath(directory);
        return new AzuriteFolders(Path.Combine(root, "azurite"), Path.Combine(root, "azurite-data"));
    }
}
