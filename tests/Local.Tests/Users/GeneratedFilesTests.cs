using ServerlessSip.Local.Users;

namespace ServerlessSip.Local.Tests.Users;

public sealed class GeneratedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Alice_and_bob_are_made_once_and_kept()
    {
        var first = GeneratedUsers.Load(_folder.Path, out var error);
        var second = GeneratedUsers.Load(_folder.Path, out _);

        Assert.Null(error);
        Assert.Equal(["alice", "bob"], first.Keys);
        Assert.All(first.Values, password => Assert.Equal(12, password.Length));
        Assert.NotEqual(first["alice"], first["bob"]);
        Assert.Equal(first, second);
    }

    [Fact]
    public void The_secret_is_made_once_and_kept()
    {
        var first = GeneratedSecret.Load(_folder.Path, out var error);

        Assert.Null(error);
        Assert.Equal(64, first.Length);
        Assert.Equal(first, GeneratedSecret.Load(_folder.Path, out _));
    }

    [Theory]
    [InlineData("users.json")]
    [InlineData("secret")]
    public void Only_the_owner_can_read_what_was_made(string file)
    {
        GeneratedUsers.Load(_folder.Path, out _);
        GeneratedSecret.Load(_folder.Path, out _);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, file)));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"alice\":null}")]
    [InlineData("{\"a b\":\"pw\"}")]
    [InlineData("{\"alice\":\"x\",\"Alice\":\"y\"}")]
    public void A_users_file_that_makes_no_sense_is_told_not_replaced(string text)
    {
        var file = _folder.Write("users.json", text);

        GeneratedUsers.Load(_folder.Path, out var error);

        Assert.StartsWith($"Local:Directory is \"{file}\", expected a JSON object", error!.ToString());
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void A_secret_file_that_was_cut_short_is_told()
    {
        _folder.Write("secret", "short");
        GeneratedSecret.Load(_folder.Path, out var error);
        Assert.NotNull(error);
    }
}
