using ServerlessSip.Local.Composition;

try
{
    await using var system = await LocalSystem.Start(args, Console.Out);
    await system.Stopping();
    return 0;
}
catch (StartRefusedException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
