using Microsoft.Extensions.Configuration;
using ServerlessSip.Local.Options;

namespace ServerlessSip.Local.Tests.Options;

public sealed class FileOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_secret_file_is_read_from_the_content_root_without_its_line_end()
    {
        _folder.Write("key", "sixteen letters!\n");

        Assert.Equal("sixteen letters!"u8.ToArray(), Load("Sip:SecretFile", "key", out _)!.Sip.Secret);
    }

    [Fact]
    public void The_previous_secret_may_be_a_file_and_an_empty_one_is_none()
    {
        _folder.Write("old", "sixteen letters!\n");
        _folder.Write("none", "\n");

        Assert.Equal("sixteen letters!"u8.ToArray(), Load("Sip:SecretPreviousFile", "old", out _)!.Sip.SecretPrevious);
        Assert.Null(Load("Sip:SecretPreviousFile", "none", out var error)!.Sip.SecretPrevious);
        Assert.Null(error);
        Load("Sip:SecretPreviousFile", "missing", out error);
        Assert.StartsWith("Sip:SecretPreviousFile is \"missing\"", error);
    }

    [Fact]
    public void A_secret_file_that_is_not_there_is_told()
    {
        Load("Sip:SecretFile", "none", out var error);
        Assert.Equal("Sip:SecretFile is \"none\", expected a file that can be read, of at most 4096 bytes", error);
    }

    [Fact]
    public void A_secret_file_of_4096_bytes_is_read_and_one_of_4097_is_not()
    {
        _folder.Write("most", new string('k', 4096));
        _folder.Write("more", new string('k', 4097));

        Assert.Equal(4096, Load("Sip:SecretFile", "most", out _)!.Sip.Secret!.Length);
        Assert.Null(Load("Sip:SecretFile", "more", out _));
    }

    [Fact]
    public void A_secret_file_with_too_little_in_it_is_told_but_not_shown()
    {
        _folder.Write("key", "fifteen letters");
        Load("Sip:SecretFile", "key", out var error);
        Assert.Equal("Sip:SecretFile is \"key\", expected a file with at least 16 characters", error);
    }

    [Fact]
    public void A_relative_directory_is_below_the_content_root() =>
        Assert.Equal(Path.Combine(_folder.Path, "data"), Load("Local:Directory", "data", out _)!.Directory);

    [Fact]
    public void A_directory_that_is_a_file_is_told()
    {
        _folder.Write("data", "");
        Load("Local:Directory", "data", out var error);
        Assert.Equal("Local:Directory is \"data\", expected a folder, and this is a file", error);
    }

    [Fact]
    public void The_directory_is_that_of_the_clone_above_the_program()
    {
        _folder.Write("serverless-sip.sln", "");
        var deep = Directory.CreateDirectory(Path.Combine(_folder.Path, "src", "Local", "bin")).FullName;

        Assert.Equal(Path.Combine(_folder.Path, ".local"), DirectoryOption.Default(deep, "/"));
    }

    [Fact]
    public void Without_a_clone_the_directory_is_in_the_current_folder() =>
        Assert.Equal(Path.Combine(_folder.Path, ".local"), DirectoryOption.Default("/", _folder.Path));

    private LocalOptions? Load(string key, string value, out string? error)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var options = OptionsLoader.Load(configuration, _folder.Path, out var refused);
        error = refused?.ToString();
        return options;
    }
}
