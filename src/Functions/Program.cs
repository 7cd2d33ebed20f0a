using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using ServerlessSip.Functions.Composition;
using ServerlessSip.Hosting.Options;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.Services.AddServerlessSip(builder.Configuration);
    builder.Build().Run();
    return 0;
}
catch (StartRefusedException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
