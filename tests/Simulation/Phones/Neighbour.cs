using System.Net;
using System.Security.Cryptography;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>
/// A stateless proxy next door (RFC 3261 §16.11): the edge proxy of phones with a Path, and a hunt group whose
/// requests come back to us, as a spiral or as a loop. What it does with a call follows from the Call-ID.
/// </summary>
internal sealed class Neighbour(SimWorld world) : INode
{
    public static readonly IPEndPoint At = new(IPAddress.Parse("198.51.100.50"), 5060);
    public const string Host = "edge.phones.test";

    public string Name => "neighbour";
    public IPEndPoint EndPoint => At;

    /// <summary>Whom the hunt group asks for, by Call-ID; itself, which is a loop, for half of the calls.</summary>
    public static string HuntsFor(string callId) => Hash(callId)[0] < '8' ? "bob" : "hunt";

    public void Received(ReadOnlyMemory<byte> bytes)
    {
        if (!SipMessage.TryParse(bytes, out var message, out _) || message!.TopVia is null) return;
        var lines = SimPhone.Text(bytes.Span).Split("\r\n").ToList();
        if (message.IsRequest) Forward(message, lines);
        else lines.RemoveAt(lines.FindIndex(l => Is(l, "Via")));
        world.Network.Send(SimPhone.Bytes(string.Join("\r\n", lines)), this);
    }

    private static void Forward(SipMessage request, List<string> lines)
    {
        var callId = SimPhone.Text(request.CallId);
        if (request.RequestUri?.HostText == At.Address.ToString())
            lines[0] = $"{SimPhone.Text(request.MethodText)} sip:{HuntsFor(callId)}@{SimWorld.Domain} SIP/2.0";
        if (request.Routes is [var route, ..] && IsOwn(route.Uri)) TakeFirst(lines, "Route");
        var left = (request.MaxForwards ?? 70) - 1;
        lines.RemoveAll(l => Is(l, "Max-Forwards"));
        lines.Insert(1, $"Max-Forwards: {left}");
        // Half of the calls stay on this path (RFC 3261 §16.6 step 4).
        if (request.Method == SipMethod.Invite && request.ToTag.IsEmpty && Hash(callId)[1] < '8')
            lines.Insert(1, $"Record-Route: <sip:{At};lr>");
        var branch = Hash(SimPhone.Text(request.TopVia!.Branch));
        lines.Insert(1, $"Via: SIP/2.0/UDP {At};branch=z9hG4bKnb{branch}");
    }

    private static bool IsOwn(SipUri uri) => uri.HostText == At.Address.ToString() || uri.HostText == Host;

    private static void TakeFirst(List<string> lines, string name)
    {
        var at = lines.FindIndex(l => Is(l, name));
        var comma = lines[at].IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) lines.RemoveAt(at);
        else lines[at] = $"{name}: {lines[at][(comma + 1)..].Trim()}";
    }

    private static bool Is(string line, string name) =>
        line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase);

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(SimPhone.Bytes(text)))[..16];
}
