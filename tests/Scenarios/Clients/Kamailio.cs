using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>One request as Kamailio saw it come: from whom, and by which Route.</summary>
internal sealed record ProxiedRequest(string Uri, int FromPort, IReadOnlyList<string> Routes);

/// <summary>
/// A Kamailio between the server and phones, at an address of its own: the outbound proxy of the phones, which stays in
/// their calls by Record-Route and in their registrations by Path.
/// </summary>
internal sealed partial class Kamailio : IAsyncDisposable
{
    private readonly Scratch _scratch;
    private readonly ClientProcess _process;

    private Kamailio(Scratch scratch, ClientProcess process, IPEndPoint endPoint) =>
        (_scratch, _process, EndPoint) = (scratch, process, endPoint);

    public IPEndPoint EndPoint { get; }

    /// <summary>What a phone puts into its first Route.</summary>
    public string Route => $"<sip:{EndPoint};lr>";

    /// <param name="address">Of 127.0.0.0/8.</param>
    public static async Task<Kamailio> Start(string address, IPEndPoint server)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), FreePorts.Take());
        var scratch = new Scratch();
        var template = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Kamailio", "neighbour.cfg"));
        var file = scratch.File("kamailio.cfg", template
            .Replace("OWN", endPoint.ToString(), StringComparison.Ordinal)
            .Replace("SERVER_HOST", server.Address.ToString(), StringComparison.Ordinal)
            .Replace("SERVER_PORT", server.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var launch = new Launch("kamailio", "-f", file, "-DD", "-E", "-m", "32", "-M", "8", "-Y", scratch.Path)
        {
            Folder = scratch.Path,
        };
        var kamailio = new Kamailio(scratch, ClientProcess.Start(launch), endPoint);
        await kamailio._process.Line(@"\bready\b", Patience.Start);
        return kamailio;
    }

    /// <summary>That request, as it came here first.</summary>
    public async Task<ProxiedRequest> Saw(string callId, string cseq)
    {
        var (number, method) = (cseq.Split(' ')[0], cseq.Split(' ')[1]);
        var line = await _process.Line($@"SAW {Regex.Escape(callId)} {number} {method} (\S+) FROM (\d+) BY (.*)\.$");
        return new ProxiedRequest(
            line.Groups[1].Value, int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture),
            [.. Uris().Matches(line.Groups[3].Value).Select(uri => uri.Value)]);
    }

    /// <summary>One more request of that method came here.</summary>
    public Task Passes(string method) => _process.Line($@"SAW \S+ \d+ {method} ");

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _scratch.Dispose();
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Uris();
}
