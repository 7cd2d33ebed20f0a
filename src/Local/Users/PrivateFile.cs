using System.Text;

namespace ServerlessSip.Local.Users;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder, for its owner alone when it is new.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Adds to a file, which is made for its owner alone when it is not there.</summary>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        using var stream = new FileStream(path, options);
        stream.Write(bytes);
    }

    /// <summary>Writes a file that was not there; false when another process was first.</summary>
    public static bool TryCreate(string path, string text)
    {
        // Written aside and moved, so that whoever reads it finds it whole.
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        using (var stream = new FileStream(draft, options)) stream.Write(Encoding.UTF8.GetBytes(text));
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return false;
        }
    }
}
