using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Torture;

/// <summary>
/// A network namespace that has only loopback: messages that name 192.0.2.x or a host of example.com cannot leave, and
/// every port is free. Where none can be made (no root, no iproute2) the machine's own loopback serves.
/// </summary>
internal sealed partial class LoopbackNamespace : IAsyncDisposable
{
    private const int CloneNewNet = 0x40000000;
    private readonly string? _name;

    private LoopbackNamespace(string? name) => _name = name;

    /// <summary>What to put before a command so that it runs inside.</summary>
    public string[] Prefix => _name is null ? [] : ["ip", "netns", "exec", _name];

    public static async Task<LoopbackNamespace> Make()
    {
        var name = $"sip-torture-{Environment.ProcessId}";
        if (!Environment.IsPrivilegedProcess || !await Ip("netns", "add", name)) return new LoopbackNamespace(null);
        return await Ip("-n", name, "link", "set", "lo", "up")
            ? new LoopbackNamespace(name)
            : throw new InvalidOperationException($"no loopback in the network namespace {name}");
    }

    /// <summary>A UDP socket inside, bound to that port.</summary>
    public Socket Bind(int port)
    {
        Socket? socket = null;
        Exception? failure = null;
        // A thread of its own enters the namespace; its sockets stay there when it is gone.
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (Exception caught) when (caught is SocketException or IOException)
            {
                failure = caught;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? socket! : throw new IOException($"cannot bind 127.0.0.1:{port}", failure);
    }

    public async ValueTask DisposeAsync()
    {
        if (_name is not null) await Ip("netns", "del", _name);
    }

    private void Enter()
    {
        if (_name is null) return;
        using var file = File.OpenHandle($"/run/netns/{_name}");
        if (SetNamespace(file.DangerousGetHandle().ToInt32(), CloneNewNet) != 0)
            throw new IOException($"setns: error {Marshal.GetLastPInvokeError()}");
    }

    private static async Task<bool> Ip(params string[] arguments)
    {
        try
        {
            await using var process = ClientProcess.Start(new Launch("ip", arguments));
            return await process.Exit() == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int type);
}
