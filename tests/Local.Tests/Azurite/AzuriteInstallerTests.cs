using ServerlessSip.Local.Azurite;

namespace ServerlessSip.Local.Tests.Azurite;

public sealed class AzuriteInstallerTests : IDisposable
{
    private static readonly DateTime Past = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-install-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A server starts while the Azurite of another reads them.</summary>
    [Fact]
    public async Task What_is_installed_is_not_written_again_but_where_it_is_wrong()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "installed.json"), Embedded("package-lock.json"));
        await Ensure();
        string[] files = ["package.json", "package-lock.json", ".npmrc", "start.js"];
        foreach (var name in files) File.SetLastWriteTimeUtc(Path.Combine(_folder, name), Past);
        await File.WriteAllTextAsync(Path.Combine(_folder, "start.js"), "of an older version");

        await Ensure();

        Assert.Equal(Embedded("start.js"), await File.ReadAllTextAsync(Path.Combine(_folder, "start.js")));
        Assert.All(
            files.Except(["start.js"]),
            name => Assert.Equal(Past, File.GetLastWriteTimeUtc(Path.Combine(_folder, name))));
    }

    private Task Ensure() => AzuriteInstaller.EnsureAsync(_folder, TextWriter.Null, CancellationToken.None);

    private static string Embedded(string name)
    {
        using var resource = typeof(AzuriteInstaller).Assembly.GetManifestResourceStream($"Azurite/{name}")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
