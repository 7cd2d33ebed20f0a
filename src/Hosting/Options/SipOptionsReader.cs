using System.Collections.Immutable;
using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Hosting.Options;

/// <summary>Reads and checks the keys under <c>Sip:</c>, the same in every host.</summary>
internal static class SipOptionsReader
{
    private static readonly ImmutableArray<ListenAddress> s_defaultListen =
        [new(SipTransport.Udp, new(IPAddress.Loopback, 5060)), new(SipTransport.Tcp, new(IPAddress.Loopback, 5060))];

    /// <summary>A minute or less is usual; what rings for three is cancelled by timer C anyway.</summary>
    private const int MaxRingSeconds = 180;

    /// <param name="contentRoot">Relative paths start here.</param>
    /// <param name="relay">The relay that asks the targets of trunks where no option names one.</param>
    public static SipOptions Read(OptionReader reader, string contentRoot, string? relay = null)
    {
        var listen = reader.Read("Sip:Listen", s_defaultListen,
            OptionParsers.ListOf<ListenAddress>(ListenAddress.TryParse), ListenAddress.Expected);
        return new SipOptions
        {
            Listen = listen,
            Domains = reader.Read("Sip:Domains", ["localhost", "127.0.0.1"],
                OptionParsers.ListOf<string>(OptionParsers.TryDomain), "a comma list of domain names or addresses"),
            Advertise = ReadAdvertise(reader, listen),
            RouteHost = reader.Read<HostPort?>("Sip:RouteHost", null, HostPort.TryParse, HostPort.Expected),
            DigestAlgorithms = reader.Read("Sip:DigestAlgorithms", [DigestAlgorithm.Md5],
                OptionParsers.ListOf<DigestAlgorithm>(OptionParsers.TryDigest), "MD5, SHA-256 or both as a comma list"),
            AcceptForeign = reader.Read("Sip:AcceptForeign", true, OptionParsers.TryBoolean, "true or false"),
            Forking = reader.Read("Sip:Forking", ForkingOrder.Parallel, OptionParsers.TryForking,
                "parallel, sequential or by-q"),
            RingSeconds = reader.Read("Sip:RingSeconds", (int)EngineLimits.Default.RingTime.TotalSeconds,
                OptionParsers.NumberBetween(1, MaxRingSeconds), $"1 to {MaxRingSeconds}"),
            RecurseRedirects = reader.Read("Sip:RecurseRedirects", false, OptionParsers.TryBoolean, "true or false"),
            Secret = SecretOption.Read(reader, contentRoot),
            SecretPrevious = SecretOption.ReadPrevious(reader, contentRoot),
            SocketBufferBytes = reader.Read<int?>("Sip:SocketBufferBytes", null,
                OptionParsers.IntegerBetween(8 * 1024, 256 * 1024 * 1024), "8192 to 268435456"),
            ReceiveThreads = reader.Read<int?>("Sip:ReceiveThreads", null,
                OptionParsers.IntegerBetween(1, 64), "1 to 64"),
            Queues = QueueOptionsReader.Read(reader),
            Trunks = TrunkOptionsReader.Read(reader, listen, relay),
        };
    }

    private static HostPort? ReadAdvertise(OptionReader reader, ImmutableArray<ListenAddress> listen)
    {
        var advertise = reader.Read<HostPort?>("Sip:Advertise", null, HostPort.TryParse, HostPort.Expected);
        // A phone cannot send to 0.0.0.0, so nothing can be guessed here.
        if (reader.Configuration["Sip:Advertise"] is null && listen.FirstOrDefault(l => l.IsWildcard) is { } wildcard)
            reader.Refuse(new OptionError("Sip:Advertise", null, $"{HostPort.Expected}, as Sip:Listen has {wildcard}"));
        return advertise;
    }
}
