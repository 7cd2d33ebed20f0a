using System.Globalization;
using System.Net.NetworkInformation;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>The SIPp phones of one test: those that are called wait, then one calls, and all must pass.</summary>
internal sealed class SippCast(LocalServer server) : IAsyncDisposable
{
    private const int LimitSeconds = 15;
    private readonly List<Sipp> _phones = [];

    /// <summary>Registers the phone's user there and starts it; it is ready when this returns.</summary>
    /// <param name="contact">Parameters of the Contact, e.g. <c>;q=0.5</c>.</param>
    public async Task<Sipp> Waiting(SippPhone phone, string contact = "", string transport = "udp")
    {
        var port = FreePorts.Take();
        var sipp = Sipp.Start(Run(phone, port, transport));
        _phones.Add(sipp);
        var uri = string.Create(CultureInfo.InvariantCulture, $"sip:{phone.User}@127.0.0.1:{port}");
        var parameter = transport == "udp" ? "" : $";transport={transport}";
        await Register(phone.User, $"<{uri}{parameter}>{contact}");
        await Patience.Until(() => Task.FromResult(IsBound(port, transport)), bound => bound, $"SIPp at {port}");
        return sipp;
    }

    /// <summary>Starts a phone that nobody registers, as a carrier's; it is ready when this returns.</summary>
    public async Task<Sipp> WaitingAt(int port, SippPhone phone)
    {
        var sipp = Sipp.Start(Run(phone, port, "udp"));
        _phones.Add(sipp);
        await Patience.Until(() => Task.FromResult(IsBound(port, "udp")), bound => bound, $"SIPp at {port}");
        return sipp;
    }

    /// <summary>Takes all contacts of a user away.</summary>
    public Task Forget(string user) => Register(user, "*", 0);

    public Sipp Calling(SippPhone phone, string transport = "udp")
    {
        var sipp = Sipp.Start(Run(phone, FreePorts.Take(), transport));
        _phones.Add(sipp);
        return sipp;
    }

    /// <summary>Calls, and waits for the end of all.</summary>
    public async Task<SippMessages> Play(SippPhone caller, string transport = "udp")
    {
        var sipp = Calling(caller, transport);
        await AllPass();
        return sipp.Messages;
    }

    public async Task AllPass()
    {
        var reports = await Task.WhenAll(_phones.Select(phone => phone.Report()));
        if (reports.All(report => report is { Exit: 0, Failed: 0 })) return;
        Assert.Fail(string.Join("\n\n", _phones.Zip(reports, (phone, report) => $"{report}\n{phone.Messages}"))
            + $"\n\n{server.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones) await phone.DisposeAsync();
    }

    private async Task Register(string user, string contact, int expires = 60)
    {
        using var registrar = new UdpPhone(server, user);
        Assert.Equal(200, (await registrar.Register(expires, contact)).Status);
    }

    private SippRun Run(SippPhone phone, int port, string transport) => new(phone.User, server.Sip)
    {
        Script = phone.Xml,
        Files = phone.Files,
        LocalPort = port,
        Transport = transport == "udp" ? "u1" : "t1",
        LimitSeconds = LimitSeconds,
    };

    private static bool IsBound(int port, string transport)
    {
        var all = IPGlobalProperties.GetIPGlobalProperties();
        return (transport == "udp" ? all.GetActiveUdpListeners() : all.GetActiveTcpListeners())
            .Any(at => at.Port == port);
    }
}
