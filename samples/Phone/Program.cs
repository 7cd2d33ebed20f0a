using ServerlessSip.Phone;

if (PhoneOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(PhoneOptions.Usage);
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
using var phone = new ConsolePhone(options, Console.Out);
return await phone.Run(stop.Token) ? 0 : 1;
