using System.Diagnostics;
using System.Globalization;
using ServerlessSip.Engine.Runtime;

namespace ServerlessSip.Local.Composition;

/// <summary>
/// <c>Test:CrashAfterSave=n</c>: the process kills itself (SIGKILL) after its n-th save, before the effects of that
/// turn are performed, so that a test can see them performed after the next start. It is no option for use and is in no
/// list of options.
/// </summary>
internal static class CrashAfterSave
{
    private const string Key = "Test:CrashAfterSave";

    public static RuntimeHooks Hooks(IConfiguration configuration)
    {
        if (!int.TryParse(configuration[Key], CultureInfo.InvariantCulture, out var left) || left < 1)
            return RuntimeHooks.None;
        return new RuntimeHooks
        {
            AfterSave = _ =>
            {
                if (Interlocked.Decrement(ref left) > 0) return;
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            },
        };
    }
}
