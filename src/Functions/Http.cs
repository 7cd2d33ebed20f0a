using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ServerlessSip.Api;

namespace ServerlessSip.Functions;

/// <summary>Every path and every verb, to the one handler that all hosts share; it asks for passwords itself.</summary>
public sealed class Http(ServerlessSipApi api)
{
    [Function(nameof(Http))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        await api.Handle(request.HttpContext);
        return new EmptyResult();
    }
}
