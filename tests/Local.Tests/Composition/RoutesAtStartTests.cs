using ServerlessSip.Local.Composition;

namespace ServerlessSip.Local.Tests.Composition;

/// <summary>Routes and middleware that a server starts with, or refuses to.</summary>
public sealed class RoutesAtStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Middleware_is_told_in_its_order()
    {
        await using var system = await Start(
            "--Routes:RequireUser", "true", "--Routes:RatePerMinute", "10", "--Routes:Ban", "192.0.2.1,*@spam.example");

        var lines = _output.ToString().Split('\n');
        Assert.Equal(
            ["  routes   before 1  ban", "           before 2  rate", "           before 3  auth"], lines[3..6]);
    }

    [Fact]
    public async Task Ambiguous_routes_are_refused_with_both_names()
    {
        var refused = await Refused("--Routes:Assembly", typeof(AmbiguousRoutes).Assembly.Location);
        Assert.Equal(
            "AmbiguousRoutes.One (INVITE 1*@*) and AmbiguousRoutes.Two (INVITE *1@*) fit the same requests: "
            + "give one of them an Order",
            refused);
    }

    [Fact]
    public async Task A_file_that_is_no_assembly_or_not_there_is_refused()
    {
        var path = _folder.Write("no.dll", "this is text");
        Assert.Equal($"Routes:Assembly is \"{path}\", expected an assembly", await Refused("--Routes:Assembly", path));
        Assert.StartsWith("Routes:Assembly is \"nowhere.dll\"", await Refused("--Routes:Assembly", "nowhere.dll"));
    }

    private Task<LocalSystem> Start(params string[] more) => LocalSystem.Start(
        [
            "--Store", "memory", "--Local:Directory", _folder.Path, "--Sip:Listen", "udp:127.0.0.1:0",
            "--Http:Urls", "http://127.0.0.1:0", .. more,
        ],
        _output);

    private async Task<string> Refused(params string[] more) =>
        (await Assert.ThrowsAsync<StartRefusedException>(() => Start(more))).Message;
}
