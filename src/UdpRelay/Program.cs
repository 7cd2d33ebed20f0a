using ServerlessSip.Hosting.Options;
using ServerlessSip.UdpRelay.Composition;
using ServerlessSip.UdpRelay.Probing;

try
{
    var isProbe = args.Contains("--probe");
    var builder = WebApplication.CreateSlimBuilder([.. args.Where(argument => argument != "--probe")]);
    if (isProbe) return await ProbeCommand.Run(builder.Configuration, Console.Out);
    await RelayApp.Build(builder).RunAsync();
    return 0;
}
catch (StartRefusedException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
