namespace ServerlessSip.Local.Azurite;

/// <summary>Keeps processes of this machine apart by an open file; the system frees it when its holder dies.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    internal static async Task<IDisposable> TakeAsync(string path, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }
}
