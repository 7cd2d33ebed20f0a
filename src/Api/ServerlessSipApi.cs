using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ServerlessSip.Api.Access;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;

namespace ServerlessSip.Api;

/// <summary>The HTTP interface and the console page: one handler that any ASP.NET Core host can call.</summary>
public sealed class ServerlessSipApi(ApiServices services)
{
    private readonly Gate _gate = new(services);
    private readonly ApiRouter _router = new(services);
    private readonly AnswerWriter _answers = new(services.EventsOrigin);

    /// <summary>Answers a request to any path.</summary>
    public async Task Handle(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = ApiLimits.MaxBodyBytes;
        await _answers.Write(http, await _gate.Check(http) ?? await Route(http));
    }

    /// <summary>The same door before another handler, e.g. a SignalR hub.</summary>
    public RequestDelegate Guard(RequestDelegate next) => async http =>
    {
        if (await _gate.Check(http) is { } refused) await _answers.Write(http, refused);
        else await next(http);
    };

    private async ValueTask<ApiAnswer> Route(HttpContext http)
    {
        var resource = _router.Find(http.Request.Path.Value ?? "/");
        if (resource is null) return ApiAnswer.Problem(404, "there is nothing here", "path");
        if (resource.Handler(http.Request.Method) is not { } handler)
            return ApiAnswer.Problem(405, $"this resource knows {resource.Allow}", "method")
                with
            { Allow = resource.Allow };
        try
        {
            return await handler(new ApiRequest(http, resource.Name, Gate.CallerOf(http)));
        }
        catch (BadHttpRequestException e)
        {
            // A body without a length that turns out to be too long, or that breaks off.
            return ApiAnswer.Problem(e.StatusCode, $"at most {ApiLimits.MaxBodyBytes} bytes, whole", "body");
        }
    }
}
