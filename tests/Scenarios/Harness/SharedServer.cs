using System.Globalization;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>
/// One server for all tests of a class, with a callee of its own for each: none meets another's phones.
/// </summary>
public abstract class SharedServer(params string[] options) : IAsyncLifetime
{
    private const int Callees = 40;
    private LocalServer? _server;
    private int _given;

    internal LocalServer Local => _server!;

    public async Task InitializeAsync() => _server = await LocalServer.Start(
        [.. options, .. Enumerable.Range(1, Callees).Select(number => $"--Users:{Name(number)}=pw-{Name(number)}")]);

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>A user that no other test has.</summary>
    internal string NewUser() => Name(++_given);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}");
}
